"""A whole session over HTTP: predict, close, show; what each role sees, and when."""

from __future__ import annotations

from pathlib import Path

import pytest

from rooms import Person, Server, workshop


def test_predict_then_reveal(server: Server) -> None:
    """Two phones guess; nobody sees an answer or the truth before the trainer shows it.

    Fault: a view of the wall that holds the truth while people are still guessing.
    """
    trainer, stage = server.trainer(), server.stage()
    ann, ben = server.joined(), server.joined()
    trainer.does("go", to="peak")
    key = ann.view()["key"]
    ann.does("answer", question=key, value=40)
    ben.does("answer", question=key, value=60.5)
    for view in (ann.view(), stage.view()):
        assert "truth" not in str(view)
        assert "guesses" not in view
    assert ann.view()["mine"] == 40
    assert stage.view()["n_answers"] == 2
    trainer.does("close")
    assert ann.say("answer", question=key, value=1) == (409, {"refused": "refused_closed"})
    assert stage.view()["guesses"] == [40, 60.5]
    assert "truth" not in str(stage.view())
    trainer.does("show")
    shown = stage.view()
    assert 0 < shown["truth"] < 100
    assert [len(curve["runs"]) for curve in shown["curves"]] == [4]
    assert ann.view()["earned"] == ann.view()["points"]


@pytest.mark.slow
def test_the_whole_programme(tmp_path: Path) -> None:
    """Go through every activity of a study with all of them, in the order of the programme.

    Fault: an activity that cannot be shown, or a role that costs nobody anything.
    """
    with workshop(tmp_path, "bhutan_2022", "--size", "300", "--replicates", "3") as server:
        trainer, stage = server.trainer(), server.stage()
        phones = [server.joined() for _ in range(5)]
        order = [one["id"] for one in trainer.view()["programme"]]
        assert order == ["peak", "coins", "effect", "group", "luck", "what_if", "roles", "finding"]
        for activity in order:
            trainer.does("go", to=activity)
            if activity == "what_if":
                trainer.does("what_if", slider=0, stop=0)
            for phone in phones:
                answer(phone)
            trainer.does("close")
            trainer.shows()
            shown = stage.view()
            assert shown.get("truth") is not None or shown["result"]["arms"], activity
            assert not shown.get("result", {}).get("failed")
        trainer.does("go", to="end")
        scores = stage.view()["scores"]
        assert set(scores) == {"1", "2", "3", "4"}
        assert all(0 <= points <= 60 for points in scores.values())
        assert server.stop() == 0
        assert "Traceback" not in server.errors()


def answer(phone: Person) -> None:
    """Answer whatever is asked, as somebody without an opinion would."""
    view = phone.view()
    asked = view["asked"]
    if "purse" in view:
        item = view["purse"]["items"][0]["id"]
        phone.does("plan", question=view["key"], items={item: 1})
    elif asked["kind"] == "number":
        phone.does("answer", question=view["key"], value=asked["high"] / 2)
    else:
        choice = asked["choices"][-1]["id"]
        phone.does("answer", question=view["key"], value=choice)


def test_without_phones(server: Server) -> None:
    """Count hands and enter the plans of teams: a room without devices plays the same session.

    Fault: counts that are not drawn, or a team that has no plan because it has no phone.
    """
    trainer, stage = server.trainer(), server.stage()
    trainer.does("go", to="group")
    trainer.does("hands", question="group", counts={"young": 9, "elder": 4})
    assert trainer.view()["hands"] == {"young": 9, "adult": 0, "elder": 4}
    trainer.does("close")
    assert stage.view()["votes"] == {"young": 9, "adult": 0, "elder": 4}
    trainer.does("show")
    trainer.does("go", to="coins")
    for team, coins in ((1, 3), (2, 1)):
        trainer.does("plan_for", question="coins", team=team, items={"talk": coins})
    assert trainer.say("hands", question="coins", counts={"talk": 1})[0] == 400
    trainer.does("close")
    trainer.shows()
    arms = stage.view()["result"]["arms"]
    assert set(arms) == {"team_1", "team_2"}
    assert all({"averted", "gap", "peak", "cost"} <= set(one) for one in arms.values())
