"""Who gets a notice: W1-W4. An independent, naive reading of spec section 4. People are ids, or bare addresses."""


def audience(register, subject, stage, day):
    replaced = []

    def present(who):
        someone = register.stand_in(who, day)
        if someone != who:
            replaced.append(who)
        return someone

    to = [present(who) for role in stage["to"] for who in people_of(register, subject, role)]
    cc = [present(who) for role in stage.get("cc", []) for who in people_of(register, subject, role)]
    cc += [present(who) for who in people_of(register, subject, "watchers")]
    cc += replaced
    return once_each(register, to, cc)


def once_each(register, to, cc):
    """W4: addresses are the same whatever their case; To beats Cc."""
    seen = set()
    kept = []
    for people in (to, cc):
        once = []
        for who in people:
            address = register.address(who).lower()
            if address not in seen:
                seen.add(address)
                once.append(who)
        kept.append(once)
    return kept


def people_of(register, subject, role):
    """W1, W2: the people of a role, before stand-ins."""
    fields, unit = subject.fields, subject.fields.get("unit")
    if role == "owner":
        owner = fields.get("owner") or register.head_of(unit, 0)
        return register.members(owner) + people_of(register, subject, "with")
    if role in ("with", "watchers"):
        return [who for name in fields.get(role, []) for who in register.members(name)]
    if role == "supervisor":
        return register.members(fields.get("supervisor") or register.inherited(unit, "supervisor"))
    if role == "head":
        return register.members(register.head_of(unit, 0))
    if role.startswith("head+"):
        return register.members(register.head_of(unit, int(role.removeprefix("head+"))))
    if role == "top":
        chain = register.chain(unit)
        return register.members(register.units[chain[-1]].get("head")) if chain else []
    for prefix in ("person:", "group:"):
        if role.startswith(prefix):
            return register.members(role.removeprefix(prefix))
    return [role]
