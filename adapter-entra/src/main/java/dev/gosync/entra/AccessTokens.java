package dev.gosync.entra;

import java.io.IOException;

/** Gives the token for each request to Graph. Threads may share it. */
interface AccessTokens {
    /** {@return a token that is valid now} */
    String token(String place) throws IOException, InterruptedException;

    /** Forgets a token that Graph has refused, so that the next request gets another one. */
    default void refused(String token) {}
}
