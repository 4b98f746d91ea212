from __future__ import annotations

import time

from web.guard.passwords import Passwords, hashed, is_hash

RIGHT = "Möwen über dem Hafen"


def test_a_password_is_right_for_its_own_user_only() -> None:
    passwords = Passwords({"clerk": hashed(RIGHT), "chair": hashed("something else")})
    assert passwords.are_right("clerk", RIGHT)
    assert passwords.are_right("clerk", RIGHT)  # which is known by now
    assert not passwords.are_right("chair", RIGHT)
    assert not passwords.are_right("clerk", RIGHT[:-1])
    assert not passwords.are_right("clerk", "")
    assert not passwords.are_right("nobody", RIGHT)


def test_only_the_first_request_takes_the_time_of_a_guess() -> None:
    passwords = Passwords({"clerk": hashed(RIGHT)})
    assert not passwords.are_known("clerk", RIGHT)
    passwords.are_right("clerk", RIGHT)
    began = time.process_time()
    assert all(passwords.are_right("clerk", RIGHT) for _ in range(100))
    assert time.process_time() - began < 0.1


def test_a_wrong_password_that_was_tried_is_never_known() -> None:
    passwords = Passwords({"clerk": hashed(RIGHT)})
    passwords.are_right("clerk", "wrong")
    assert not passwords.are_known("clerk", "wrong")
    assert not passwords.are_known("nobody", "")


def test_the_same_password_is_never_hashed_alike_and_no_other_text_passes_for_a_hash() -> None:
    one, other = hashed(RIGHT), hashed(RIGHT)
    assert one != other
    assert is_hash(one)
    assert RIGHT not in one
    for text in ("", RIGHT, one[:-1], one + "0", one.replace("scrypt", "plain"), one + "\n"):
        assert not is_hash(text)
