"""What the entries of a ledger are called in messages, with their articles; by the name of their
class, so that nothing has to be imported for it.
"""

_NOUNS = {
    "Agreement": "an agreement",
    "Assertion": "an assertion",
    "CashFee": "a cash fee",
    "Conflict": "a conflict",
    "ConvertibleDebenture": "a convertible debenture",
    "FindersFee": "a finder's fee",
    "Issuer": "an issuer",
    "Ledger": "a ledger",
    "Limit": "a limit",
    "Option": "an option",
    "Outstanding": "a statement of shares outstanding",
    "RegistrationRights": "an entry of registration rights",
    "Scenario": "a scenario",
    "Schedule": "a vesting schedule",
    "Shares": "a grant of shares",
    "Statement": "a statement in a conflict",
    "StockFee": "a stock fee",
    "Tranche": "a tranche",
    "Want": "a seller",
    "Warrant": "a warrant",
    # Events, by what happens.
    "Amend": "an amendment",
    "Cancel": "a cancellation",
    "Convert": "a conversion",
    "Exercise": "an exercise",
    "Filed": "a filing",
    "Issue": "an issue",
    "Notified": "a notice",
    "Pay": "a payment",
    "Registered": "a registration",
    "Repay": "a repayment",
    "Repurchase": "a repurchase",
    "Sold": "a sale",
    "Split": "a split",
    "Transfer": "a transfer",
}


def noun(entry: type) -> str:
    """What an entry of a class is called."""
    return _NOUNS[entry.__name__]
