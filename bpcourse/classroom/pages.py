"""The frame of every page for people: one file with its style, readable in light, in the dark and on paper."""

from __future__ import annotations

import html

STYLE = """
:root{color-scheme:light dark;--ink:#22303c;--quiet:#596673;--paper:#fff;--pale:#f3f5f7;--line:#d9dfe4;--good:#00795a;
--later:#6fb6a0;--part:#c98500;--bad:#c4453a;--none:#c3ccd4;--accent:#0072b2;--name:#d55e00;--on:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#e4e9ee;--quiet:#a4b0bb;--paper:#171c21;--pale:#222930;--line:#38424c;
--good:#35b48d;--later:#2b6f5b;--part:#e0a53a;--bad:#ef7d72;--none:#4a5560;--accent:#5fb3e6;--name:#f28e4b;--on:#10161b}}
@media print{:root{color-scheme:light;--ink:#000;--quiet:#444;--paper:#fff;--pale:#f3f5f7;--line:#bbb;--good:#00795a;
--later:#6fb6a0;--part:#c98500;--bad:#c4453a;--none:#c3ccd4;--accent:#0072b2;--name:#d55e00;--on:#fff}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}section,figure,tr{break-inside:avoid}
h2,h3{break-after:avoid}main{max-width:none!important;padding:0!important}}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,"DejaVu Sans",sans-serif}
main{max-width:60rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:1.7rem;line-height:1.25;margin:0 0 .25rem}h2{font-size:1.25rem;margin:2.5rem 0 .5rem}
h3{font-size:1rem;margin:1.5rem 0 .25rem}p{margin:.4rem 0;max-width:46rem}
code{font:.92em ui-monospace,"DejaVu Sans Mono",monospace}
.sum{font-size:1.15rem;font-weight:600}.quiet{color:var(--quiet)}
.problem{border-left:4px solid var(--bad);padding-left:.8rem}
table{border-collapse:collapse;margin:1rem 0;width:100%}th,td{text-align:left;padding:.35rem .8rem .35rem 0;
border-bottom:1px solid var(--line);vertical-align:top}th{color:var(--quiet);font-weight:600}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
"""


def page(title: str, body: str, style: str = "") -> str:
    """A whole HTML page that needs nothing beside itself and runs nothing; `body` is HTML, `title` is text."""
    shown = html.escape(title)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{shown}</title><style>{STYLE}{style}</style></head>\n<body><main><h1>{shown}</h1>\n{body}\n</main></body></html>\n"
    )
