package dev.gosync.github;

/** The credentials of one account or App. Threads may share it. */
interface AccessTokens {
    /**
     * Returns the value of the header {@code Authorization}, and gets it from GitHub first if necessary.
     *
     * @param place for errors
     */
    String authorization(String place) throws InterruptedException;

    /**
     * Hears that GitHub refused a value, although it has not expired.
     *
     * @param authorization as it was returned
     */
    default void refused(String authorization) {}

    /** {@return the credentials of a token} */
    static AccessTokens token(String token) {
        String header = "Bearer " + token;
        return place -> header;
    }
}
