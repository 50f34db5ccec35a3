"""Every figure of every comparison, however odd: readable, exact, repeatable."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from infosim.errors import InputError
from infosim.experiments import Comparison, compare
from infosim.plots import FIGURES, PAPER, PROJECTOR, STYLES, save, write_figures
from infosim.plots.style import LINE_CONTRAST, TEXT_CONTRAST, arm_look, contrast
from studies import Written, small, study_of

Comparisons = Callable[[str], Comparison]
Figures = Callable[[str, str], Figure]

every_figure = pytest.mark.parametrize("name", FIGURES)


def texts_of(figure: Figure) -> list[Text]:
    """List the texts that can be seen, as they are after drawing."""
    FigureCanvasAgg(figure).draw()
    return [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]


@every_figure
def test_is_labelled_and_never_reads_maths(name: str, case: str, figures: Figures) -> None:
    """Fault: `text.parse_math` not switched off; an axis without a label."""
    figure = figures(name, case)
    assert figure.get_label()
    assert figure.axes
    assert all(axes.get_xlabel() or axes.get_ylabel() for axes in figure.axes)
    assert not any(text.get_parse_math() for text in texts_of(figure))


@every_figure
def test_no_text_is_clipped_or_covers_another(name: str, case: str, figures: Figures) -> None:
    """Fault: labels at line ends that are not moved apart; titles that are not wrapped."""
    figure = figures(name, case)
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts_of(figure)]
    sheet = figure.bbox.padded(1.0)
    outside = [words for words, box in boxes if not (sheet.contains(*box.min) and sheet.contains(*box.max))]
    assert not outside
    covered = [
        (one, other)
        for (one, here), (other, there) in itertools.combinations(boxes, 2)
        if (both := Bbox.intersection(here, there)) is not None and min(both.width, both.height) > 3.0
    ]
    assert not covered


@every_figure
def test_can_be_read_on_a_projector(name: str, figures: Figures) -> None:
    """Fault: the footer in 8 point; the orange of the palette used for text as it is."""
    texts = texts_of(figures(name, "many_arms"))
    assert min(text.get_fontsize() for text in texts) >= 14.0
    assert min(contrast(to_hex(text.get_color())) for text in texts) >= TEXT_CONTRAST


def test_arms_differ_in_more_than_colour() -> None:
    looks = [arm_look(position) for position in range(32)]
    assert len({(look.colour, look.marker) for look in looks}) == len(looks)
    assert len({look.marker for look in looks[:8]}) == 8
    assert all(contrast(look.colour) >= LINE_CONTRAST for look in looks)
    assert all(contrast(look.ink) >= TEXT_CONTRAST for look in looks)


@pytest.mark.parametrize("which", ["ordinary", "odd_texts"])
@pytest.mark.parametrize("style", STYLES)
def test_same_comparison_same_bytes(which: str, style: str, comparisons: Comparisons, tmp_path: Path) -> None:
    """Fault: no `svg.hashsalt`, or the date in the metadata."""
    first = write_figures(comparisons(which), tmp_path / "first", style)
    second = write_figures(comparisons(which), tmp_path / "second", style)
    names = [f"{name}.{suffix}" for name in FIGURES for suffix in ("png", "svg")]
    assert [path.name for path in first] == names
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert sorted(path.name for path in (tmp_path / "first").iterdir()) == sorted(names)


@every_figure
def test_svg_is_well_formed_and_holds_no_markup_of_a_user(
    name: str, figures: Figures, tmp_path: Path
) -> None:
    path = tmp_path / f"{name}.svg"
    save(figures(name, "odd_texts"), path, PROJECTOR)
    written = path.read_text(encoding="utf-8")
    assert ElementTree.fromstring(written).tag.endswith("svg")
    assert "</script>" not in written
    assert "<dc:date>" not in written


def test_settings_of_the_user_change_nothing_and_are_left_alone(ordinary: Comparison, tmp_path: Path) -> None:
    """Fault: `rcdefaults` left out of `drawing`."""
    paths = tmp_path / "plain.png", tmp_path / "set.png"
    save(FIGURES["groups"](ordinary, PAPER), paths[0], PAPER)
    with mpl.rc_context({"axes.facecolor": "pink", "font.size": 30.0, "text.parse_math": True}):
        save(FIGURES["groups"](ordinary, PAPER), paths[1], PAPER)
        assert mpl.rcParams["axes.facecolor"] == "pink"
        assert mpl.rcParams["text.parse_math"]
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_unknown_style_is_refused(ordinary: Comparison, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no style 'poster'"):
        write_figures(ordinary, tmp_path, "poster")
    assert not list(tmp_path.iterdir())


def test_folder_that_cannot_be_made_is_refused(ordinary: Comparison, tmp_path: Path) -> None:
    """Fault: the error of the file system is let through as it is."""
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(InputError, match="cannot write the figure"):
        write_figures(ordinary, tmp_path / "taken" / "figures")


def test_pyplot_is_never_loaded() -> None:
    """Fault: `import matplotlib.pyplot` anywhere, which picks a display and keeps every figure."""
    code = "import sys, infosim.plots; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_one_group_is_not_compared_with_itself(tmp_path: Path) -> None:
    """Fault: a figure of groups that says again what the effects say."""
    everybody = {"size": 30, "groups": [{"id": "all", "share": "100%"}]}
    graph = {"model": "erdos_renyi", "mean_degree": 4}
    street: Written = {"kind": "word_of_mouth", "graph": graph, "reach": "40%"}
    study = study_of(small(population=everybody, platforms={"street": street}))
    names = {path.stem for path in write_figures(compare(study, replicates=1, workers=1), tmp_path)}
    assert names == set(FIGURES) - {"groups"}
