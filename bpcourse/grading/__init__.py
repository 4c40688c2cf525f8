"""One answer: what an exercise is, what a right answer is, and what a wrong one is called.

This room knows no mathematics of the course, no files and no processes. It turns answers into a Verdict, the same
way in a learner's notebook and at grading.
"""
