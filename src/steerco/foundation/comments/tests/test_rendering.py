"""A little Markdown, and nothing else that could become an element of the page."""

from __future__ import annotations

import pytest

from steerco.foundation.comments.rendering import plain_text, rendered


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Two\nlines", "<p>Two<br>lines</p>"),
        ("One\n\nTwo", "<p>One</p><p>Two</p>"),
        ("**bold** and *leaning* and _so_", "<p><strong>bold</strong> and <em>leaning</em> and <em>so</em></p>"),
        ("a_b_c and 2*3*4", "<p>a_b_c and 2*3*4</p>"),
        ("- one\n- two\nafter", "<ul><li>one</li><li>two</li></ul><p>after</p>"),
        ("1. one\n2. **two**", "<ol><li>one</li><li><strong>two</strong></li></ol>"),
        ("> said\n> so", "<blockquote><p>said<br>so</p></blockquote>"),
        ("`a < b` is *not* `*it*`", "<p><code>a &lt; b</code> is <em>not</em> <code>*it*</code></p>"),
        ("```\n<b>\n**x**\n```\nafter", "<pre><code>&lt;b&gt;\n**x**</code></pre><p>after</p>"),
        (
            "see https://example.org/a?b=1&c=2.",
            '<p>see <a href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer nofollow">https://example.org/a?b=1&amp;c=2</a>.</p>',
        ),
        ("[here](/projects/PRJ-1/)", '<p><a href="/projects/PRJ-1/" rel="noopener noreferrer nofollow">here</a></p>'),
        ("", ""),
    ],
)
def test_what_is_understood(text: str, html: str) -> None:
    assert rendered(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](//evil.example/)",
        "[x](/\\evil.example/)",
        "[x](data:text/html,hi)",
        '[x](https://e.example/"onclick="alert)',
        '**<b onmouseover="x">**',
        "`</code><script>`",
        "```\n</code></pre><script>\n```",
        '@Ada"><script>',
        "> <iframe>",
        "- <svg onload=x>",
    ],
)
def test_nothing_else_becomes_an_element(text: str) -> None:
    html = rendered(text, ['Ada"><script>'])
    for forbidden in ("<script", "<img", "<b o", "<iframe", "<svg", 'href="javascript', 'href="//', 'href="/\\', 'href="data', '"onclick'):
        assert forbidden not in html


def test_who_is_mentioned_stands_out() -> None:
    assert rendered("Ask @Ada Lovelace, \\@nobody", ["Ada Lovelace", "Ada"]) == '<p>Ask <b class="at">@Ada Lovelace</b>, @nobody</p>'
    assert rendered("**@ada**", ["Ada"]) == '<p><strong><b class="at">@ada</b></strong></p>'
    assert rendered("@Adam", ["Ada"]) == "<p>@Adam</p>"


def test_a_line_for_a_notice_has_no_marks() -> None:
    assert plain_text("@Ada **Look**:\n\n- [here](/a/) or\n> `there`\n\\@x") == "@Ada Look: here or there @x"


def test_hostile_lengths_cost_little() -> None:
    for text in ("*" * 4000, "**a" * 1300, "[" * 4000, "`" * 3999, "_a " * 1300, "https://" * 500, "> " * 2000):
        assert rendered(text)
