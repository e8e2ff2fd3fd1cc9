"""What each key of a file means: its unit where it has one, and an example.

By class, then by key as it is written; a class also has the keys of those that it extends. "" is
the class itself, where its docstring speaks to programmers.
"""

_WHERE = "The lines of it, as a line, a range, or several: `27`, `28-31`, `18-22, 136-139`."
_NOTES = "Remarks, each a text, such as `No expiry is stated.` Nothing is computed from them."
_CONFLICTS = "Statements that contradict each other, recorded side by side and never resolved."
_ALLOW = (
    "Named checks that `equitycalc check` does not report of this entry and of what is inside it, "
    "each with the reason: `{below-par: the par value is that of before the split}`."
)
_ADJUSTS = (
    "Whether the agreement lets a split adjust the right: `yes` or `no`, and not `true`. Left out, "
    "splits adjust it and a note says that no clause is cited."
)
_MARKET_PRICE = "The market price of one share, a plain decimal such as `0.08`."

MEANINGS: dict[str, dict[str, str]] = {
    "Ledger": {
        "": "A ledger: all that is recorded of one issuer. It says who that is, how many shares it "
        "has stated to be outstanding, what its agreements grant, and what has happened since.",
        "issuer": "The company whose shares these are: `{name: Example Corp.}`.",
        "as_of": "The date computed for, unless another is asked, such as `2001-01-16`. Left out, "
        "the date of the latest agreement.",
        "outstanding": "What the issuer stated of its shares outstanding, each for a day of its "
        "own; the latest by the date asked is used.",
        "notes": _NOTES,
        "agreements": "What was agreed, and what it grants; `[]` where there is nothing.",
        "events": "What happened to grants, and to the issuer's shares outside the agreements. "
        "Events of one day take effect in the order in which they stand.",
        "assertions": "Facts from outside that the ledger must reproduce; `equitycalc check` "
        "reports those that it does not.",
        "limits": "What a reviewer will not pass, on any day; `equitycalc check` reports the first "
        "day that breaks one.",
    },
    "Issuer": {
        "name": "Its name as the company writes it, such as `The Auxer Group, Inc.`",
        "ticker": "Its trading symbol, such as `AXGI`.",
        "security": "What is counted, such as `common stock`.",
        "par_value": "The par value of one share, in money: `0.001`. Recorded, not computed with.",
        "authorized_shares": "How many shares the issuer may issue in all: `150_000_000`. The "
        "table shows what is left of it.",
        "incorporated_in": "The state of incorporation, such as `Delaware`.",
        "notes": _NOTES,
        "conflicts": _CONFLICTS,
        "allow": _ALLOW,
    },
    "Outstanding": {
        "as_of": "The day for which the count is true, such as `2000-08-14`; all that happened on "
        "it is inside the count.",
        "shares": "How many shares were outstanding at the end of that day, as stated: "
        "`96_812_030`.",
        "source": "Where it is stated, such as `Form 10-QSB for June 30, 2000, cover`.",
        "allow": _ALLOW,
    },
    "Conflict": {
        "about": "What the statements disagree on, such as `the state of incorporation`.",
        "statements": "The sides, two or more.",
    },
    "Statement": {
        "says": "What is said, in your own words, such as `Delaware`.",
        "document": "The document that says so, such as `004_d2aae8ccdd4dd089.txt`, where it is "
        "not that of the agreement.",
        "lines": _WHERE,
        "source": "A source that is not one of the documents, such as `Form 10-QSB for March 31, "
        "2001`.",
    },
    "Agreement": {
        "id": "Its name in this ledger, such as `rost-consulting-2000-05`; no other agreement has "
        "it.",
        "title": "What the document calls itself, such as `Consulting agreement`.",
        "date": "The date of the agreement, such as `2000-05-23`; its grants are granted on it "
        "unless they say otherwise.",
        "counterparty": "The other party, such as `Patrick Rost`.",
        "signed": "Whether the copy at hand bears signatures: `true` or `false`. Left out, nobody "
        "has looked.",
        "document": "The file or exhibit, such as `000_373140b0fecc58f1.txt`.",
        "lines": _WHERE,
        "notes": _NOTES,
        "conflicts": _CONFLICTS,
        "allow": _ALLOW,
        "registration_rights": "What it promises about registering shares for sale to the public.",
        "grants": "What it grants: shares, rights to shares, fees.",
    },
    "_Entry": {
        "id": "Its name in this ledger, as in `--assume ID.TERM=VALUE`, such as `rost-warrant-a`; "
        "no other grant has it, in any agreement.",
        "kind": "What kind of grant it is.",
        "holder": "Who has it, such as `Patrick Rost`; grants with the same text here are one "
        "holder's.",
        "granted_on": "The day from which it counts, such as `2001-01-16`. Left out, the date of "
        "its agreement.",
        "lines": "The lines of the agreement's document that grant it, such as `28-31`.",
        "worked_from": "How a figure follows from the text, where it is not printed, such as "
        "`3 x 3,500`.",
        "notes": _NOTES,
        "conflicts": _CONFLICTS,
        "allow": _ALLOW,
        "shares": "How many shares the right is to: `2_500_000`.",
        "exercise_price": "What is paid for each share on exercise, in money: `0.04`.",
        "expires_on": "The last day on which the right may be used, such as `2005-05-23`. Left "
        "out, no expiry is stated and the right lives on.",
        "vesting": "How shares become exercisable with time: tranches, `[{on: 2024-06-30, shares: "
        "10_000}]`, or a schedule, `{start: 2024-01-01, cliff_months: 12, every_months: 1, "
        "periods: 48}`. Left out, all may be exercised at once.",
        "adjusts": _ADJUSTS,
    },
    "_Held": {
        "stated_after_split": "`true` where the terms are those after the first split that follows "
        "the grant, which then does not adjust them again.",
        "registration": "Whether its shares may be sold to the public, as the agreement has it: "
        "registered on Form `S-8`, `free-trading` otherwise, or `restricted`. Left out, it does "
        "not say.",
    },
    "Shares": {"shares": "How many shares are issued: `1_000_000`."},
    "ConvertibleDebenture": {
        "": "A debt of `principal` that its holder may turn into shares at `conversion_price` "
        "each; `interest` says what it bears.",
        "principal": "The debt that may be converted, in money: `500000`.",
        "interest": "The interest that the debt bears, `{rate: 8%, day_count: actual/365}`. Left "
        "out, none.",
        "interest_rate": "The short form of `interest` with nothing but a `rate`, such as `8%` a "
        "year.",
        "conversion_price": "How much of the debt becomes one share, in money: `0.01`.",
        "matures_on": "The day on which the debt is due and interest stops, such as `2003-01-16`. "
        "Left out, none is stated and interest runs on.",
        "introduced_by": "Who brought the lender, such as `PMR and Associates`, for a finder's "
        "fee.",
        "rate": "Interest a year, with its percent sign: `8%`.",
        "day_count": "How days make a part of a year: `actual/365`. Left out, interest is open "
        "where it may be paid in shares.",
        "compounding": "When interest is added to the debt: `quarterly`.",
        "paid_in": "What interest is paid in: `cash`, `shares`, or `either` as the company "
        "chooses.",
        "at": "The price at which interest becomes shares: `conversion_price`.",
        "accrues_from": "The day from which interest runs, such as `2001-01-16`. Left out, the day "
        "of the grant.",
    },
    "StockFee": {
        "amount": "The fee in money, all instalments together: `10500`.",
        "instalments": "How many equal parts it is paid in, such as `3`; of each the shares are "
        "rounded down.",
        "price": "What a share counts for in payment of the fee, in money: `0.03`.",
        "payable_by": "The last day of payment, such as `1999-04-04`; after it the shares are "
        "presumed issued. Left out, none is stated and the fee stays owed.",
    },
    "CashFee": {
        "holder": "Who is paid, such as `PMR and Associates`. Left out, nobody is named.",
        "amount": "The fee in money: `6000`.",
    },
    "FindersFee": {
        "holder": "Who introduces the funding, such as `PMR and Associates`. Left out, the "
        "counterparty of the agreement.",
        "rate": "The part of the funding introduced, with its percent sign: `10%`.",
    },
    "Tranche": {
        "on": "The day on which they vest, such as `2024-06-30`.",
        "shares": "How many shares vest, of those of the grant's own day: `10_000`.",
    },
    "Schedule": {
        "start": "The day from which periods are counted, such as `2024-01-01`.",
        "every_months": "The length of a period in months: `1`.",
        "periods": "How many periods there are, such as `48`; each vests an equal part.",
        "cliff_months": "How many months nothing vests for, such as `12`; then all that the "
        "periods gone by would have.",
    },
    "RegistrationRights": {
        "": "The registration of shares for sale to the public that an agreement promises. Each "
        "term may cite its lines: `{value: 30, lines: 136-137}`.",
        "covers": "The ids of the grants whose shares are to be registered: `[bridge-loan-shares, "
        "debenture]`.",
        "closing_date": "The day from which days are counted, such as `2001-01-16`.",
        "days_to_file": "Days from the closing date to the filing of a registration statement: "
        "`30`.",
        "days_to_effectiveness": "Days from the closing date to its effectiveness: `120`.",
        "conversion_price": "What a share of a debt counts for in the statement, in money: `0.01`. "
        "Not a term of the debt.",
        "years_registered": "How many years from effectiveness the statement is kept so: `5`.",
        "notice_days": "Days before another statement is filed by which its notice is due: `20`.",
        "answer_days": "Days after a notice within which a holder asks to be included: `10`.",
        "excepted_forms": "Forms of statements that need no notice: `[S-8, S-4]`.",
        "piggyback_until": "What ends the right to be included in other statements: "
        "`effectiveness`. Left out, no end is stated.",
        "priority": "The classes of sellers by rank, each rank before the next: `[[investor, "
        "other-rights], [company, other]]`.",
        "may_withdraw": "The classes of sellers who may leave an offering that was cut back: "
        "`[investor]`.",
        "over_allotment": "How an over-allotment is shared among the sellers: `pro-rata`.",
        "assigned_with": "What must be shown of a transfer so that the rights pass with the "
        "shares: `[agreement, notice, bound]`.",
        "adjusts": "Whether a split adjusts the conversion price of the registration: `yes` or "
        "`no`, and not `true`. Left out, it does.",
    },
    "_Event": {
        "kind": "What happened.",
        "date": "The day on which it happened, such as `2001-05-10`; counts and prices are those "
        "of that day.",
        "document": "The document that shows it, not that of the agreement, such as `notices.txt`.",
        "lines": _WHERE,
        "notes": _NOTES,
        "allow": _ALLOW,
    },
    "_OfGrant": {
        "grant": "The id of the grant that it happened to, such as `rost-warrant-a`.",
        "holder": "Whose part of the grant, where several have it, such as `D. Buyer`. Left out, "
        "the only one with something left, else the holder that the grant names.",
    },
    "Exercise": {
        "shares": "How many shares are bought, such as `10_000`; `all` that is left.",
        "settle": "How they are paid for: in `cash`, or `net` of shares given up.",
        "market_price": "What a share given up counts for, in money: `1.00`. With `settle: net` "
        "only.",
    },
    "Convert": {
        "principal": "How much of the debt, in money, such as `40000`; `all` that is left.",
        "interest": "How much interest with it, in money, such as `1500`; `all` that has accrued "
        "on that principal. What is left of it is taken as paid in cash.",
    },
    "Cancel": {
        "shares": "How many shares, such as `64_000`; `all` that is left. Of a debt or a fee only "
        "`all`.",
    },
    "Transfer": {
        "to": "The new holder, such as `D. Buyer`.",
        "shares": "How many shares, such as `30_000`; `all` that is left.",
        "under": "What frees the shares of restrictions: `rule-144`, or `free` where shares "
        "without restriction were delivered. Left out, restricted shares stay so. Of a right, the "
        "shares are those that it has issued.",
        "conditions_met": "What the documents show of the conditions on which registration rights "
        "pass: `[agreement, notice, bound]`.",
    },
    "Sold": {
        "shares": "How many shares are sold, such as `200_000`; `all` that can be.",
        "under": "What lets them be sold: a `registration`, or `rule-144`.",
    },
    "Amend": {
        "term": "The term of the grant that is amended: `conversion_price`.",
        "value": "What it is from the day on, written as the term is: `0.20`, `blank`. Of "
        "`shares`, `principal` and `amount` that of the whole grant, used parts included.",
    },
    "Repay": {
        "principal": "How much of the debt, in money, such as `30000`; `all` that is left. The "
        "interest on it is taken as paid in cash.",
    },
    "Pay": {
        "shares": "How many shares the fee took: `10_000`.",
        "amount": "How much of the fee that settled, in money: `3000`. Left out, the whole fee.",
    },
    "Split": {
        "new": "How many new shares come from `old` ones: `2` of two for one.",
        "old": "From how many old shares they come: `1` of two for one.",
        "round": "What becomes of a fraction of a share: `down`, `up`, or to the `nearest` share.",
    },
    "Issue": {
        "shares": "How many shares are issued: `50_000`.",
        "holder": "Who takes them, such as `E. Investor`. Left out, nobody is named.",
        "amount": "What the company receives for them, in money: `30000`. Left out, it is not "
        "known.",
        "introduced_by": "Who brought the funding, such as `F. Finder`, for a finder's fee.",
    },
    "Repurchase": {
        "shares": "How many shares are bought back: `5_000`.",
        "amount": "What the company pays for them, in money: `2500`. Left out, it is not known.",
    },
    "Filed": {
        "form": "The form of the registration statement, such as `SB-2`.",
        "grants": "The ids of the grants whose shares are in it: `[bridge, note]`.",
    },
    "Registered": {
        "form": "The form of the registration statement, such as `SB-2`.",
        "grants": "The ids of the grants whose shares are in it: `[bridge, note]`.",
    },
    "Notified": {
        "proposed_filing": "The day on which the statement is to be filed, such as `2001-03-15`.",
        "form": "The form of the statement, such as `SB-2`. Left out, none is named.",
    },
    "Assertion": {
        "": "A fact from outside: what a figure of the ledger is on a day.",
        "as_of": "The day for which it is stated, such as `2001-05-18`.",
        "measure": "The figure, `[BASIS.]MEASURE`: `outstanding_now`, `fully_diluted.shares`, "
        "`dilution`.",
        "source": "Who says so, such as `annual report for 2000, page 12`.",
        "holder": "Whose figure it is, such as `Patrick Rost`. Left out, that of all.",
        "kind": "Of which kind of grants it is: `warrant`. Left out, of all.",
        "market_price": f"{_MARKET_PRICE} For figures that need one.",
        "is": "What the figure comes to, in its unit: `101_812_030` shares, `350000.00` in money, "
        "`4.91%`.",
        "at_most": "The most that it comes to, in its unit: `5%`.",
        "at_least": "The least that it comes to, in its unit: `100_000_000`.",
        "tolerance": "How far the figure may be off from `is`, in its unit: `0.01%`.",
        "allow": _ALLOW,
    },
    "Limit": {
        "": "The most that a figure may be, on every day of a span of time.",
        "because": "Why it is a limit, such as `the plan allows no more`.",
        "authorized_shares": "The most shares there may be, fully diluted: `150_000_000`.",
        "dilution": "The most dilution, fully diluted: `20%`.",
        "overhang": "The most overhang, rights to shares outstanding: `15%`.",
        "ownership": "The most that one holder may own: `9.99%`.",
        "holder": "Whose ownership, such as `Patrick Rost`. Left out, that of any holder.",
        "basis": "Of what: of all shares `fully_diluted`, or by Rule `13d-3`, in which a holder's "
        "own rights count that may be used within 60 days.",
        "from": "The first day on which it must hold, such as `2001-01-01`. Left out, the first of "
        "the ledger.",
        "to": "The last day on which it must hold, such as `2001-12-31`. Left out, the last of the "
        "ledger.",
        "allow": _ALLOW,
    },
    "Scenario": {
        "": "A question about a ledger with something else in it.",
        "name": "What it is called, as in `equitycalc compare NAME`, such as `closing-500k`.",
        "question": "The sentence that it answers, such as `What if the debenture is of $500,000?`",
        "extends": "The name of a scenario of this file, such as `as-recorded`, all of which it "
        "has too.",
        "as_of": "The date asked, such as `2001-05-18`. Left out, the ledger's own.",
        "market_price": f"{_MARKET_PRICE} Without one there is only the fully diluted total.",
        "outstanding": "Shares outstanding, in place of every statement of the ledger: "
        "`100_000_000`, or with its day `100_000_000@2001-01-16`.",
        "assume": "What it supplies of what the ledger leaves open, as `--assume` does: "
        "`{debenture.principal: 500000}`.",
        "terms": "Terms that it sets, whatever the agreement states: `{rost-warrant-a.shares: "
        "5_000_000}`.",
        "include": "The ids of grants, kinds or holders that count, and no others: `[warrant, "
        "Patrick Rost]`.",
        "exclude": "The ids of grants, kinds or holders that do not count: `[rost-warrant-b]`.",
        "grants": "Grants that have not been made, agreed on the date asked unless `granted_on` "
        "says otherwise.",
        "events": "Events that have not happened, of the ledger's grants or its own; on one day "
        "after those of the ledger.",
    },
    "Want": {
        "": "Somebody who wants to sell shares in an underwritten offering.",
        "class": "The class of the seller: an `investor` with these registration rights, one with "
        "`other-rights`, the `company` itself, or any `other`.",
        "holder": "Who it is, such as `A founder`.",
        "shares": "How many shares it wants to offer: `1_000_000`.",
        "has": "How many shares it has, such as `2_500_000`. Left out, what the ledger knows.",
    },
}

# What is taken where a key is left out and the class does not say.
DEFAULTS: dict[str, str | int] = {
    "compounding": "simple",
    "paid_in": "cash",
    "at": "conversion_price",
    "instalments": 1,
}
