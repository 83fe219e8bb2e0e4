package dev.gosync.adapter;

/**
 * What a service's answer means. Programs act on this closed list, never on a message. Two kinds concern one thing; all
 * others concern the whole place.
 */
public enum FailureKind {
    /** The service does not know this thing: nobody has this e-mail address. */
    UNKNOWN_THING("Check its spelling, or tolerate unknown-thing to skip it."),
    /** The service knows this thing, and a policy forbids what was asked for it. */
    REFUSED_THING("Change the policy, protect it, or tolerate refused-thing to skip it."),
    /** The credentials are missing, wrong or expired. */
    AUTHENTICATION("Check the credentials."),
    /** The credentials are valid but do not allow this. */
    PERMISSION("Give the credentials the missing permission."),
    /** The place does not exist. */
    NOT_FOUND("Check the name of the place, and that the credentials may see it."),
    /** The place can be read but not written, which only reading it could tell. */
    READ_ONLY("Use another destination, or change what makes this one read-only."),
    /** The service says that the request is invalid. */
    INVALID_REQUEST("Correct what the service names, then run again."),
    /** Too many calls. {@link AdapterException#retryAt()} says when to try again. */
    RATE_LIMITED("Run again later, or run less often."),
    /** The service could not be reached, or says that it is out of order. */
    UNAVAILABLE("Check the network and the service's status, then run again."),
    /** The service sent an answer that its documentation does not allow. */
    MALFORMED_ANSWER("Check that the address belongs to the service; if it does, report this answer."),
    /** None of the others. */
    UNKNOWN("Look at the cause.");

    private final String usualRemedy;

    FailureKind(String usualRemedy) {
        this.usualRemedy = usualRemedy;
    }

    /** {@return whether this concerns one thing and says nothing about the others} */
    public boolean concernsOneThing() {
        return this == UNKNOWN_THING || this == REFUSED_THING;
    }

    /** {@return whether the same call may succeed a little later, unchanged} */
    public boolean isTransient() {
        return this == RATE_LIMITED || this == UNAVAILABLE;
    }

    /** {@return whether no further call to the place makes sense} */
    public boolean endsAtOnce() {
        return this == AUTHENTICATION
                || this == PERMISSION
                || this == NOT_FOUND
                || this == READ_ONLY
                || this == RATE_LIMITED;
    }

    /**
     * Compares two failures of one call, of which only the worse one counts.
     *
     * @param other the kind to compare with
     * @return whether this kind stops more work than the other
     */
    public boolean isWorseThan(FailureKind other) {
        return severity() > other.severity();
    }

    private int severity() {
        return concernsOneThing() ? 0 : endsAtOnce() ? 2 : 1;
    }

    /** {@return what to do next, in full sentences, if nothing more precise is known} */
    public String usualRemedy() {
        return usualRemedy;
    }
}
