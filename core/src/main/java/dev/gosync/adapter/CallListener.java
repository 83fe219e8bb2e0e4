package dev.gosync.adapter;

import java.time.Duration;
import java.util.Optional;

/**
 * Hears every call to a vendor, and every wait between its attempts. {@link Retry} tells the listener that is {@linkplain
 * Retry#listening bound} to the calling thread; the engine binds the listeners of a sync to each thread that reads or
 * writes a place. The methods run on that thread, so they must be quick. If {@link #callBegan} throws, the call is not made.
 */
public interface CallListener {
    /**
     * One attempt of a call is about to begin.
     *
     * @param place the {@linkplain Source#name() name} of the place
     * @param operation what is being done, in the vendor's word if there is one
     * @param attempt 1 for the first attempt
     */
    default void callBegan(String place, String operation, int attempt) {}

    /**
     * The attempt that began last has ended.
     *
     * @param place the name of the place
     * @param operation what was being done
     * @param failure why the attempt failed; empty if it succeeded
     */
    default void callEnded(String place, String operation, Optional<Failure> failure) {}

    /**
     * The call waits before its next attempt.
     *
     * @param place the name of the place
     * @param operation what is being done
     * @param time how long it waits
     * @param reason the failure of the attempt that ended last
     */
    default void waiting(String place, String operation, Duration time, Failure reason) {}
}
