"""Practice on paper: questions to recall, worked examples that lose their lines, one's own words beside a model answer.

`questions` says what a question is, `judging` what a typed number is worth, and one module a chapter holds the content.
`bpcourse.widgets.Practice` shows them; nothing here knows a widget.
"""
