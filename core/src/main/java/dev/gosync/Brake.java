package dev.gosync;

import dev.gosync.adapter.AdapterException;
import org.jspecify.annotations.Nullable;

/** Decides when no further call to a destination may begin, and remembers why. For one thread only. */
final class Brake {
    private static final int TROUBLES_IN_A_ROW = 3;

    private int troublesInARow;
    private @Nullable Throwable stopped;
    private boolean adapterWasTold;

    /** The first reason counts. */
    void stop(Throwable why) {
        if (stopped == null) {
            stopped = why;
        }
    }

    @Nullable Throwable stopped() {
        return stopped;
    }

    /**
     * Whether the adapter was told to stop. Before that, an adapter that makes its own calls may have begun anything;
     * after it, what is not settled has not begun.
     */
    boolean adapterWasTold() {
        return adapterWasTold;
    }

    void tellAdapter(Throwable why) {
        stop(why);
        adapterWasTold = true;
    }

    /** Throws if the thread was interrupted or no further call may begin. */
    void check() throws InterruptedException {
        if (stopped == null && Thread.interrupted()) {
            stop(new InterruptedException());
        }
        throwIfStopped();
    }

    void throwIfStopped() throws InterruptedException {
        adapterWasTold |= stopped != null;
        if (stopped instanceof InterruptedException interruption) {
            throw interruption;
        }
        if (stopped instanceof Error error) {
            throw error;
        }
        if (stopped instanceof RuntimeException failure) {
            throw failure;
        }
    }

    /**
     * Hears how a call ended.
     *
     * @param worst the worst failure of the call, if there was one
     * @param someDone whether the call did at least one of its things
     */
    void callEnded(@Nullable AdapterException worst, boolean someDone) {
        if (worst != null && worst.kind().endsAtOnce()) {
            stop(worst);
        } else if (worst == null || worst.kind().concernsOneThing() || someDone) {
            troublesInARow = 0;
        } else if (++troublesInARow >= TROUBLES_IN_A_ROW) {
            stop(worst);
        }
    }
}
