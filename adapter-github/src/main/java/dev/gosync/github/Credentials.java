package dev.gosync.github;

/** Who asks. Safe for use by several threads. */
interface Credentials {
    /**
     * Gives the header to send, and gets it from GitHub where that is needed.
     *
     * @param place for errors
     */
    String authorization(String place) throws InterruptedException;

    /**
     * Hears that GitHub did not take a header, though it may not have ended yet.
     *
     * @param authorization as it was given
     */
    default void refused(String authorization) {}

    /** A token that a user made. */
    static Credentials token(String token) {
        String header = "Bearer " + token;
        return place -> header;
    }
}
