"""Figures as documents print them: each way by hand, and every number, price and day by property.

The renderers here are written apart from the readers: words are made from the top down, by what is
left of a number, and days from the calendar's own names.
"""

import calendar
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from equitycalc.printed import printed_in


def found(text: str) -> list[tuple[str, Any]]:
    """Kind and value of each figure, money and rates as decimals."""
    return [(each.kind, shown(each.value)) for each in printed_in(text)]


def shown(value: Any) -> Any:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return value


def places(text: str) -> list[str]:
    return [text[each.start : each.end] for each in printed_in(text)]


MILL, CENT, DIME = Decimal("0.001"), Decimal("0.01"), Decimal("0.10")
EIGHT_AND_TEN = [("rate", Decimal("0.08")), ("count", 8), ("rate", DIME)]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        # Counts.
        ("1,000,000 (One Million) shares", [("count", 1_000_000)] * 2),
        ("1000000 shares", [("count", 1_000_000)]),
        ("one\n  million shares", [("count", 1_000_000)]),
        ("2.5 million shares", [("count", 2_500_000)]),
        ("two and one-half million shares", [("count", 2_500_000)]),
        ("a hundred and one", [("count", 101)]),
        ("an option on one half million", [("count", 500_000)]),
        ("twelve hundred", [("count", 1200)]),
        ("nineteen hundred ninety-nine", [("count", 1999)]),
        ("One Million, Five Hundred Thousand", [("count", 1_500_000)]),
        ("five, six and seven", [("count", 5), ("count", 6), ("count", 7)]),
        ("one hundred and two hundred", [("count", 100), ("count", 200)]),
        ("one hundred or two hundred thousand", [("count", 100), ("count", 200_000)]),
        ("one hundred and two hundred thousand", [("count", 100), ("count", 200_000)]),
        ("one hundred and one half", [("count", Decimal("100.5"))]),
        ("one hundred two three", [("count", 102), ("count", 3)]),
        ("one hundred hundred", [("count", 100)]),
        ("one, hundred; two and hundred", [("count", 1), ("count", 2)]),
        ("one hundred thousand and five", [("count", 100_005)]),
        ("two thousand million", [("count", 2000)]),
        ("two one half", [("count", 2), ("count", Decimal("0.5"))]),
        ("twenty eleven", [("count", 20), ("count", 11)]),
        ("five hundred, twenty", [("count", 500), ("count", 20)]),
        ("twenty and five", [("count", 20), ("count", 5)]),
        ("five twenty thirty", [("count", 5), ("count", 20), ("count", 30)]),
        ("one million two million", [("count", 1_000_000), ("count", 2_000_000)]),
        ("between one million and two million", [("count", 1_000_000), ("count", 2_000_000)]),
        ("one, thousand and two, hundred", [("count", 1), ("count", 2)]),
        ("two thousand thousand", [("count", 2000)]),
        ("several million, a few hundred", []),
        ("three and one-half and one-half", [("count", Decimal("3.5")), ("count", Decimal("0.5"))]),
        ("a one-forty-eighth part", [("count", 1)]),
        ("1-for-11", [("count", 1), ("count", 11)]),
        ("one-for-eleven", [("count", 1), ("count", 11)]),
        # Money.
        ("$0.13 (Thirteen Cents)", [("money", Decimal("0.13"))] * 2),
        ("price of.04 (four cents)", [("count", Decimal("0.04")), ("money", Decimal("0.04"))]),
        ("One Cent ($0.01)", [("money", CENT)] * 2),
        ("$.10 or 10¢", [("money", DIME)] * 2),
        ("$3,500 per month", [("money", 3500), ("every", 1)]),
        ("USD 2000", [("money", 2000)]),
        ("$1.5 million", [("money", 1_500_000)]),
        (
            "Five Dollars and Fifty Cents",
            [("money", Decimal("5.5")), ("money", 5), ("money", Decimal("0.5"))],
        ),
        ("Five Thousand and 50/100 Dollars", [("money", Decimal("5000.5"))]),
        ("Five Thousand and No/100 U.S. dollars", [("money", 5000)]),
        ("ten (10) cents", [("money", DIME)] * 2),
        ("ten cents and ten cents", [("money", DIME)] * 2),
        # Rates.
        ("10%", [("rate", DIME)]),
        ("ten percent", [("rate", DIME)]),
        ("ten per cent (10 %)", [("rate", DIME)] * 2),
        ("eight (8%) percent", [("rate", Decimal("0.08"))] * 2),
        ("8 1/2% or 8-1/2 per centum", [("rate", Decimal("0.085"))] * 2),
        ("eight and one-half percent", [("rate", Decimal("0.085"))]),
        ("8 and 1/2%, and 8 and 10%", [("rate", Decimal("0.085")), *EIGHT_AND_TEN]),
        ("50 basis points", [("rate", Decimal("0.005"))]),
        # Periods.
        ("three (3) months", [("month", 3)] * 2),
        ("three month minimum", [("month", 3)]),
        ("one hundred and twenty (120) days", [("day", 120)] * 2),
        ("two (2)\n    business days", [("day", 2)] * 2),
        ("a 30-day period", [("day", 30)]),
        ("twenty-four\n (24) hours", [("hour", 24)] * 2),
        ("two weeks, five (5) years", [("week", 2), ("year", 5), ("year", 5)]),
        ("the second anniversary", [("year", 2)]),
        ("the 3rd anniversary", [("year", 3)]),
        ("quarterly, each month, semi-annually", [("every", 3), ("every", 1), ("every", 6)]),
        ("every year, annually, yearly", [("every", 12)] * 3),
        (
            "not less than 20 nor more than 60 days",
            [("day", 20), ("count", 20), ("day", 60)],
        ),
        ("8 to 10%", [("rate", Decimal("0.08")), ("count", 8), ("rate", DIME)]),
        ("5,000     $0.04", [("count", 5000), ("money", Decimal("0.04"))]),
        # Days.
        ("May 23,  2002", [("date", date(2002, 5, 23))]),
        ("February 15,\n     1999.", [("date", date(1999, 2, 15))]),
        ("this 23rd day of May, 2000", [("date", date(2000, 5, 23))]),
        ("the 15th day of February 1999", [("date", date(1999, 2, 15))]),
        ("the twenty-first of June, 2001", [("date", date(2001, 6, 21))]),
        ("Sept. 5, 2000; 5 Sep 2000", [("date", date(2000, 9, 5))] * 2),
        ("5/23/00 and 1-4-99", [("date", date(2000, 5, 23)), ("date", date(1999, 1, 4))]),
        ("23/5/2000 is no American day", [("date", date(2000, 5, 23))]),
        ("1/1/69, 1/1/70", [("date", date(2069, 1, 1)), ("date", date(1970, 1, 1))]),
        ("2001-01-16", [("date", date(2001, 1, 16))]),
        ("February  30, 1999", [("date", "February 30, 1999")]),
        ("13/32/99", [("date", "13/32/99")]),
        ("May 2,000 shares", [("count", 2000)]),
        # What a scan, or the end of a line, has broken.
        ("$O.04 and l,OOO,000 shares", [("money", Decimal("0.04")), ("count", 1_000_000)]),
        ("l0 cents, I and O alone", [("money", DIME)]),
        ("One mil-\n  lion or two hun-\ndred", [("count", 1_000_000), ("count", 200)]),
        ("five post-\n  effective amend-\nments", [("count", 5)]),
        ("1,000,000shares for 30days", [("count", 1_000_000), ("day", 30)]),
        # Numbers that name something.
        ("Section 6 of Rule 144, Form 10-QSB", [("form", "10-QSB")]),
        ("Form S-8 or S-4, item 5, # 12", [("form", "S-8"), ("form", "S-4")]),
        ("Securities Act of 1933; Sections\n  13 or", []),
        ("as 2(a), 3(f) and 158(c) have it", []),
        ("B-266, 5A, 2a, the 2nd, NJ 07424", []),
        ("call 760-612-3643 or 973.890.9877", []),
        ("Definitions ........ 12\nClosing ..........13", [("count", 12)]),
        ("2. Services\n2.1  Fees\n12)  more", [("count", 12)]),
        ("end.\n\n                 15\n<PAGE>", []),
        ("end.\n\n  1. FIRST", []),
        ("pays\n1. Then", [("count", 1)]),
        ("pays\n5.00     or\n0.04     each", [("count", Decimal("0.04"))]),
        ("under (1) this and (2) that, and two (2) of it", [("count", 2)] * 2),
        ("x" * 300 + " 5   x", [("count", 5)]),
        # Numbers that are not written rightly.
        ("1,00,000 and 1,23,000 and 1000,000 and 1.2.3 and 1/2", []),
        ("1234567890123456 shares", []),
    ],
)
def test_what_a_text_prints(text: str, figures: list[tuple[str, Any]]) -> None:
    assert found(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("one-tenth of one cent ($.001)", [("money", MILL)] * 2),
        ("One-Tenth ($.001) of One\n  Cent", [("money", MILL)] * 2),
        ("one tenth (1/10) of one cent", [("money", MILL)]),
        ("a tenth of a cent, 1/10 of 1 cent", [("money", MILL)] * 2),
        ("1/10th of one (1) cent", [("money", MILL)]),
        ("half a cent, one-half cent", [("money", Decimal("0.005"))] * 2),
        ("a half of one dollar", [("money", Decimal("0.5"))]),
        ("two and three-quarters cents", [("money", Decimal("0.0275"))]),
        ("one-half of one percent (0.5%)", [("rate", Decimal("0.005"))] * 2),
        ("half of one per cent", [("rate", Decimal("0.005"))]),
        ("1/2 of 1%, 1/2%, .5 of 1%", [("rate", Decimal("0.005"))] * 3),
        ("three-quarters of one percent", [("rate", Decimal("0.0075"))]),
        ("one thirty-second of one percent", [("rate", Decimal("0.0003125"))]),
        ("fifty one-hundredths of one percent", [("rate", Decimal("0.005"))]),
        ("fifty-one hundredths of one percent", [("rate", Decimal("0.0051"))]),
        ("twelve and one-eighth percent", [("rate", Decimal("0.12125"))]),
        ("one-half of one basis point", [("rate", Decimal("0.00005"))]),
        # No parts of one unit.
        ("the fifth 1% of it", [("rate", CENT)]),
        ("three quarters 1%", [("count", 3), ("rate", CENT)]),
        ("one-half of the shares", [("count", Decimal("0.5"))]),
    ],
)
def test_a_part_of_one_unit_is_one_figure(text: str, figures: list[tuple[str, Any]]) -> None:
    """And the unit is none: one-tenth of one cent is not one cent."""
    assert found(text) == figures


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("for three (3)\n months or", ["three (3)\n months", "3)\n months"]),
        ("a mil-\n  lion, $5", ["a mil-\n  lion", "$5"]),
        ("one mil-\n  lion of two mil-\nlion 7", ["one mil-\n  lion", "two mil-\nlion", "7"]),
        ("on February 15,\n   1999.", ["February 15,\n   1999"]),
        (
            "five dollars and ten cents",
            ["five dollars and ten cents", "five dollars", "ten cents"],
        ),
    ],
)
def test_where_it_stands(text: str, marked: list[str]) -> None:
    assert places(text) == marked


@pytest.mark.parametrize(
    ("figure", "inside"),
    [
        (("count", 1_000_000), "11,000,000 shares"),
        (("count", 1_000_000), "21 million shares"),
        (("count", 1_000_000), "eleven million shares"),
        (("count", 1_000_000), "1,000,000.5"),
        (("count", 500), "2,500 shares"),
        (("count", 500), "twenty-five hundred shares"),
        (("money", Decimal("0.04")), "$10.04"),
        (("money", Decimal("0.04")), "$0.045"),
        (("rate", DIME), "110%"),
        (("rate", DIME), "10.5%"),
        (("rate", DIME), "10 shares"),
        (("month", 3), "thirty-three months"),
        (("month", 3), "three years"),
        (("day", 20), "120 days"),
        (("date", date(2000, 5, 3)), "May 23, 2000"),
        (("date", date(2000, 5, 23)), "May 23, 2001"),
        (("date", date(2001, 1, 2)), "11/2/2001"),
    ],
)
def test_a_figure_is_not_found_inside_another(figure: tuple[str, Any], inside: str) -> None:
    assert figure not in found(inside)
    assert found(inside)


# Every number, however it is rendered.

UNITS = (
    *("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
DOZENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def in_words(number: int, joint: str = "-", also: str = "and ", after: str = " ") -> str:
    """A number in English: ``joint`` in "twenty-five", ``also`` behind hundreds and thousands,
    ``after`` behind "thousand".
    """
    if number < 20:
        return UNITS[number]
    if number < 100:
        tens, one = divmod(number, 10)
        return DOZENS[tens] + (joint + UNITS[one] if one else "")
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if number >= size:
            above, rest = divmod(number, size)
            said = f"{in_words(above, joint, also, after)} {name}"
            if not rest:
                return said
            small = also if rest < 100 else ""
            return said + (" " if small else after) + small + in_words(rest, joint, also, after)
    hundreds, rest = divmod(number, 100)
    behind = f" {also}{in_words(rest, joint, also, after)}" if rest else ""
    return f"{UNITS[hundreds]} hundred{behind}"


NUMBERS = st.integers(1, 10**9) | st.builds(
    lambda digit, zeros: digit * 10**zeros, st.integers(1, 999), st.integers(0, 6)
)
LETTERS: tuple[Callable[[str], str], ...] = (str.lower, str.upper, str.title, str.capitalize)


@given(
    number=NUMBERS,
    joint=st.sampled_from(["-", " "]),
    also=st.sampled_from(["and ", ""]),
    after=st.sampled_from([" ", ", "]),
    letters=st.sampled_from(LETTERS),
    gap=st.sampled_from([" ", "\n     ", "  "]),
)
@example(10**9, "-", "and ", " ", str.title, " ")
@example(999_999_999, " ", "and ", ", ", str.title, "\n     ")
def test_every_number_in_words_is_found_and_nothing_else(
    number: int, joint: str, also: str, after: str, letters: Callable[[str], str], gap: str
) -> None:
    words = letters(in_words(number, joint, also, after)).replace(" ", gap)
    assert found(f"purchase {words} shares") == [("count", number)]
    assert found(f"not later than {words} ({number:,}) days") == [("day", number)] * 2


def test_every_number_up_to_ten_thousand_is_found() -> None:
    every = range(1, 10_001)
    text = ";\n".join(in_words(number) for number in every)
    assert [value for _, value in found(text)] == list(every)


@given(number=NUMBERS, grouped=st.booleans(), behind=st.sampled_from([" shares", ",", ".", ")"]))
def test_every_number_in_digits_is_found_and_nothing_else(
    number: int, grouped: bool, behind: str
) -> None:
    digits = f"{number:,}" if grouped else str(number)
    assert found(f"to purchase {digits}{behind} and") == [("count", number)]


ENDINGS = {1: "st", 2: "nd", 3: "rd"}
PRICES = st.integers(1, 10**7).map(lambda ticks: Decimal(ticks).scaleb(-4).normalize())


def price_texts(price: Decimal) -> list[str]:
    """A price in each way that documents print it."""
    plain = f"{price:f}"
    texts = [f"${plain}", f"$ {plain}", f"USD {plain}", f"{plain} dollars", f"US${plain}"]
    if price < 1:
        texts += [f"${plain.removeprefix('0')}", f"{price * 100:f} cents"]
    cents = price * 100
    if cents == int(cents):
        dollars, rest = divmod(int(cents), 100)
        texts += [f"${price:,.2f}", f"${price:.2f}"]
        if dollars and rest:
            texts.append(f"{in_words(dollars)} dollars and {in_words(rest)} cents")
            texts.append(f"{in_words(dollars)} and {rest:02}/100 Dollars")
        elif dollars:
            texts.append(f"{in_words(dollars).title()} Dollars (${dollars})")
        else:
            texts.append(f"{in_words(rest).title()} Cents ($.{rest:02})")
    return texts


@given(price=PRICES)
@example(Decimal("0.04"))
@example(Decimal("10.04"))
def test_every_price_is_found_in_each_way_to_print_it(price: Decimal) -> None:
    for text in price_texts(price):
        assert ("money", price) in found(f"at a price of {text} per share"), text


@given(price=PRICES.filter(lambda price: price < 1))
def test_a_price_that_lost_its_space_and_its_sign_is_found(price: Decimal) -> None:
    digits = f"{price:.4f}".removeprefix("0")
    assert found(f"a price of{digits} a share") == [("count", price)]


@given(hundredths=st.integers(1, 20_000))
def test_every_rate_is_found(hundredths: int) -> None:
    rate = Decimal(hundredths).scaleb(-4)
    percent = f"{rate * 100:f}".rstrip("0").rstrip(".")
    texts = [f"{percent}%", f"{percent} %", f"{percent} percent", f"{percent} per cent"]
    texts.append(f"{hundredths} basis points")
    if hundredths % 100 == 0:
        words = in_words(hundredths // 100)
        texts += [f"{words} percent", f"{words} ({percent}%) percent", f"{words}\npercent"]
    if hundredths % 100 == 50 and hundredths > 100:
        whole = hundredths // 100
        texts += [f"{whole} 1/2%", f"{whole}-1/2%", f"{in_words(whole)} and one-half percent"]
    for text in texts:
        assert {value for kind, value in found(f"interest of {text} a year") if kind == "rate"} == {
            rate
        }, text


@given(day=st.dates(date(1970, 1, 1), date(2069, 12, 31)), gap=st.sampled_from([" ", "\n    "]))
def test_every_day_is_found_in_each_way_to_print_it(day: date, gap: str) -> None:
    month = calendar.month_name[day.month]
    tens = day.day % 10 if day.day not in (11, 12, 13) else 0
    nth = f"{day.day}{ENDINGS.get(tens, 'th')}"
    texts = [
        f"{month} {day.day}, {day.year}",
        f"{month} {nth}, {day.year}",
        f"{month.upper()} {day.day} {day.year}",
        f"{calendar.month_abbr[day.month]}. {day.day}, {day.year}",
        f"{nth} day of {month}, {day.year}",
        f"{nth} of {month} {day.year}",
        f"{day.day} {month} {day.year}",
        f"{day.month}/{day.day}/{day.year}",
        f"{day.month}/{day.day}/{day.year % 100:02}",
        f"{day.month:02}-{day.day:02}-{day.year % 100:02}",
        day.isoformat(),
    ]
    for text in texts:
        assert found(f"dated {text.replace(' ', gap)}, by") == [("date", day)], text


@given(number=st.integers(1, 1000), unit=st.sampled_from(["hour", "day", "week", "month", "year"]))
def test_every_period_is_found(number: int, unit: str) -> None:
    words = in_words(number)
    for text in (
        f"{number} {unit}s",
        f"{number}-{unit}",
        f"{words} {unit}s",
        f"{words} ({number}) {unit}s",
        f"{words} ({number})\n{unit}s",
        f"{words}-{unit}",
    ):
        assert set(found(f"a term of {text} from")) == {(unit, number)}, text


@given(text=st.text(alphabet="0123456789.,$%-()/ \nOolImay one two hundred million and half day"))
def test_any_text_is_read_and_figures_lie_inside_it(text: str) -> None:
    for each in printed_in(text):
        assert 0 <= each.start < each.end <= len(text)
        assert text[each.start : each.end].strip()
