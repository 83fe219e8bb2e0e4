package dev.gosync.github;

/** Who asks. Safe for use by several threads. */
interface Credentials {
    /**
     * Gives the header to send, and gets it from GitHub where that is needed.
     *
     * @param place for errors
     */
    String authorization(String place) throws InterruptedException;

    /** A token that a user made. */
    static Credentials token(String token) {
        String header = "Bearer " + token;
        return place -> header;
    }
}
