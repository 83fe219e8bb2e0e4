package dev.gosync.testkit;

/**
 * What a place or its service cannot do. Nothing is skipped for it: a rule that cannot hold checks instead that what was
 * declared is so, and the certificate says "refused as declared".
 */
public enum Limitation {
    /** There is no service behind it that requests are made to: {@link SourceHarness#inject} refuses every fault. */
    NO_HTTP_FAULTS("no request is made that could fail"),
    /** Anything can be a member, so that nothing is unknown. */
    KNOWS_EVERY_THING("anything can be a member"),
    /** Spellings that differ in case are different members. */
    CASE_SENSITIVE("spellings that differ in case are different members"),
    /** The last member cannot be removed. */
    CANNOT_BE_EMPTY("the last member cannot be removed"),
    /** Not every odd but legal thing can be a member: a login has letters, digits and hyphens only. */
    RESTRICTED_ALPHABET("not every character can be part of a thing"),
    /** Nothing can be changed, which only reading or writing could tell; every write is refused as read-only. */
    READ_ONLY("nothing can be changed"),
    /** No answer of the service says that a place is read-only: {@link SourceHarness#inject} refuses that one. */
    NEVER_READ_ONLY("no answer says that the place is read-only"),
    /** Every member has a usable identifier: {@link SourceHarness#seedNameless} is not supported. */
    NO_NAMELESS_MEMBERS("every member has a usable identifier"),
    /** No member has to stay: {@link SourceHarness#seedKept} is not supported. */
    KEEPS_NOBODY("no member has to stay"),
    /** Who must not be removed is removed if an adapter asks for it, and no answer tells beforehand. */
    REMOVES_KEPT("the service removes who must stay if it is asked to"),
    /** No policy forbids a thing that the service knows: {@link Harness#forbid} is not supported. */
    FORBIDS_NOTHING("no policy forbids a thing");

    private final String meaning;

    Limitation(String meaning) {
        this.meaning = meaning;
    }

    /** {@return it in words, for the certificate} */
    public String meaning() {
        return meaning;
    }
}
