"""Texts that do something where markup, scripts, links or formats are made of them."""

from __future__ import annotations

RUNS = "window.ran=1"

PAYLOADS = (
    f"<script>{RUNS}</script>",
    f"</script><script>{RUNS}</script>",
    f"<img src=x onerror={RUNS}>",
    f"<svg onload={RUNS}>",
    f"<svg><script>{RUNS}</script></svg>",
    f"<iframe srcdoc='<script>parent.{RUNS}</script>'></iframe>",
    f"<body onload={RUNS}>",
    f"<details open ontoggle={RUNS}>",
    f"<input autofocus onfocus={RUNS}>",
    f"<video><source onerror={RUNS}></video>",
    f"<math><mtext><img src=x onerror={RUNS}></mtext></math>",
    f"<template><img src=x onerror={RUNS}></template>",
    f"<a href='javascript:{RUNS}'>x</a>",
    f"javascript:{RUNS}",
    f"data:text/html,<script>{RUNS}</script>",
    f'" onmouseover="{RUNS}',
    f"' onfocus='{RUNS}' autofocus='",
    f"--><script>{RUNS}</script>",
    f"]]><script>{RUNS}</script>",
    f"<style>@import 'javascript:{RUNS}'</style>",
    "<style>*{display:none}</style>",
    "<link rel=stylesheet href=//evil.test/x.css>",
    "<base href=//evil.test/>",
    "<meta http-equiv=refresh content='0;url=//evil.test'>",
    "<form action=//evil.test><button>x</button></form>",
    "<object data=//evil.test></object>",
    "<embed src=//evil.test>",
    "{{constructor.constructor('window.ran=1')()}}",
    "${window.ran=1}",
    "#{window.ran=1}",
    "{title}{arm}{n}",
    "%s%n%x",
    "&lt;script&gt;window.ran=1&lt;/script&gt;",
    "\\u003cscript\\u003ewindow.ran=1\\u003c/script\\u003e",
    "<scr<script>ipt>window.ran=1</scr</script>ipt>",
    f"<IMG SRC=x OnErRoR={RUNS}>",
    f"<img/src=x/onerror={RUNS}>",
    "\u202e<b>turned</b>\u202c",
    "=cmd|' /C calc'!A1",
    "'; DROP TABLE events; --",
)
"""Forty of them."""
