package dev.gosync.testkit;

import java.util.concurrent.CountDownLatch;

/**
 * What goes out to a client, and how.
 *
 * @param answer the whole of it
 * @param delivery how much of it
 * @param released opens when what never ends has to end
 */
record FakeReply(FakeAnswer answer, Delivery delivery, CountDownLatch released) {
    /** How much of an answer goes out. */
    enum Delivery {
        /** All of it. */
        WHOLE,
        /** All of it, a little later. */
        LATE,
        /** Half of it; then the connection is reset. */
        HALF,
        /** Half of it; then nothing that makes sense, for ever. */
        ENDLESS,
        /** Nothing: the connection is reset. */
        NONE,
        /** Nothing, for ever; then the connection is reset. */
        NEVER
    }
}
