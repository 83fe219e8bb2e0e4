package dev.gosync;

/**
 * What a service's answer means: the closed list on which callers act, never on a message. Two kinds concern one thing,
 * all others concern the place.
 */
public enum Kind {
    /** The service does not know this thing: nobody has this e-mail address. */
    UNKNOWN_THING(Scope.THING, "Check its spelling, or tolerate unknown-thing to go on without it."),
    /** The service knows this thing, and a policy forbids what was asked for it. */
    REFUSED_THING(Scope.THING, "Change the policy, protect it, or tolerate refused-thing to go on without it."),
    /** The credentials are missing, wrong or expired. */
    AUTHENTICATION(Scope.PLACE, "Check the credentials."),
    /** The credentials are valid and may not do this. */
    PERMISSION(Scope.PLACE, "Give the credentials the permission that is missing."),
    /** The place itself is not there. */
    NOT_FOUND(Scope.PLACE, "Check the name of the place, and that the credentials may see it."),
    /** The place can be read and not written, which only reading could tell. */
    READ_ONLY(Scope.PLACE, "Use another destination, or change what makes this one read-only."),
    /** The service says that the request makes no sense. */
    INVALID_REQUEST(Scope.TROUBLE, "Run again with debug logging, and report this as a fault of the adapter."),
    /** Too many calls: {@link AdapterException#retryAt()} says when to come back. */
    RATE_LIMITED(Scope.PLACE, "Run again later, or run less often."),
    /** The service could not be reached, or says that it is out of order. */
    UNAVAILABLE(Scope.TROUBLE, "Check the network and the service's status, then run again."),
    /** The service answered something that its documentation does not allow. */
    MALFORMED_ANSWER(Scope.TROUBLE, "Check that the address is the service's; if it is, report this answer."),
    /** None of the others. */
    UNKNOWN(Scope.TROUBLE, "Look at the cause.");

    /** From the harmless to the one that ends all. */
    private enum Scope {
        THING,
        TROUBLE,
        PLACE
    }

    private final Scope scope;
    private final String remedy;

    Kind(Scope scope, String remedy) {
        this.scope = scope;
        this.remedy = remedy;
    }

    /**
     * Tells what the status of an HTTP answer means where the service says nothing more precise. No status concerns one
     * thing: that is for the adapter to know.
     *
     * @param status 100 to 599
     * @return {@link #MALFORMED_ANSWER} for a success, since it is asked about what could not be understood
     */
    public static Kind ofHttpStatus(int status) {
        return switch (status) {
            case 400, 405, 422 -> INVALID_REQUEST;
            case 401 -> AUTHENTICATION;
            case 403 -> PERMISSION;
            case 404, 410 -> NOT_FOUND;
            case 408 -> UNAVAILABLE;
            case 429 -> RATE_LIMITED;
            default -> status >= 500 ? UNAVAILABLE : status < 300 ? MALFORMED_ANSWER : UNKNOWN;
        };
    }

    /** {@return whether this concerns one thing and says nothing about the others} */
    public boolean concernsOneThing() {
        return scope == Scope.THING;
    }

    /** {@return whether the same call may succeed a little later, unchanged} */
    public boolean isTransient() {
        return this == RATE_LIMITED || this == UNAVAILABLE;
    }

    /** Whether no further call to the place makes sense after this one. */
    boolean endsAtOnce() {
        return scope == Scope.PLACE;
    }

    boolean isWorseThan(Kind other) {
        return scope.compareTo(other.scope) > 0;
    }

    String usualRemedy() {
        return remedy;
    }
}
