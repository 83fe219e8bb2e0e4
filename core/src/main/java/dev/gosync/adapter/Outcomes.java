package dev.gosync.adapter;

import java.io.IOException;
import java.util.List;

/**
 * How an adapter reports what happened to each thing, as it happens. It runs the loops itself, because only then can it
 * tell which things had begun: {@link #each}, {@link #batches} and {@link #attempt} make the calls, {@link #succeeded}
 * and {@link #failed} report the parts of one answer, {@link #prepare} reads what the calls need.
 *
 * <p>A call that returns and reported nothing has done all its things. If it reported some, the others are NOT_KNOWN. A
 * call that throws has failed for those that it had not reported. The loops go on after a failure that concerns one
 * thing. They also go on after {@link FailureKind#UNAVAILABLE}, {@link FailureKind#MALFORMED_ANSWER}, {@link
 * FailureKind#INVALID_REQUEST} and {@link FailureKind#UNKNOWN}, but give up after three of those in a row. After any
 * other failure they give up at once. Giving up throws, and what has not begun is NOT_STARTED.
 *
 * <p>Only the engine implements this interface; a minor release may add methods. A test of an adapter gets one from the
 * test kit. For one thread only.
 */
public interface Outcomes {
    /**
     * One call to a service.
     *
     * @param <T> the thing or the things that it is about
     */
    @FunctionalInterface
    interface Call<T> {
        /**
         * Makes the call.
         *
         * @param subject what it is about
         * @throws AdapterException if the service refused it or cannot be used
         * @throws IOException if there was no answer; treated as {@link FailureKind#UNAVAILABLE}
         * @throws InterruptedException if the thread is interrupted
         */
        void on(T subject) throws IOException, InterruptedException;
    }

    /**
     * Makes one call for each thing.
     *
     * @param things some of the things that were asked for
     * @param call handles one of them
     * @throws AdapterException if it gives up
     * @throws InterruptedException if the thread is interrupted; no further call begins
     */
    void each(List<String> things, Call<String> call) throws InterruptedException;

    /**
     * Makes one call for every {@code size} things. If a call throws a failure that concerns one thing, its things are
     * tried again in two halves, and so on until each refused thing is alone. So a service that refuses a whole batch
     * because of one thing in it needs few further calls for each such thing: at most 14 for a batch of 100.
     *
     * @param things some of the things that were asked for
     * @param size how many things one call takes at most, at least 1
     * @param call handles up to that many
     * @throws AdapterException if it gives up
     * @throws InterruptedException if the thread is interrupted; no further call begins
     */
    void batches(List<String> things, int size, Call<List<String>> call) throws InterruptedException;

    /**
     * Makes one call for all these things, and no call if there are none.
     *
     * @param things some of the things that were asked for
     * @param call handles all of them
     * @throws AdapterException if it gives up
     * @throws InterruptedException if the thread is interrupted
     */
    void attempt(List<String> things, Call<List<String>> call) throws InterruptedException;

    /**
     * Reads what the calls need, before any of them. If this fails, all things are NOT_STARTED. Within a call, a failure
     * counts as the failure of that call.
     *
     * @param <T> what is read
     * @param reading reads and changes nothing
     * @return what it read
     * @throws AdapterException if it failed
     * @throws InterruptedException if the thread is interrupted
     */
    <T> T prepare(Retry.Call<T> reading) throws InterruptedException;

    /**
     * Runs both halves of a change in the order of its mode. Before the second half, the guards judge again what must
     * remain. A half without things is left out.
     *
     * @param change what was asked for
     * @param add adds things
     * @param remove removes things
     * @throws AdapterException if a half fails as a whole
     * @throws IOException if the place cannot be reached
     * @throws InterruptedException if the thread is interrupted
     */
    void halves(Change change, Call<List<String>> add, Call<List<String>> remove)
            throws IOException, InterruptedException;

    /**
     * Returns things of the running call that it has not touched, so that a later call can take them. For a service that
     * replaces its whole membership: when it refuses one of the additions, the removals become a call of their
     * own, and the guards judge again before it.
     *
     * @param things things of the running call, as they were asked for; those that no later call takes are NOT_STARTED
     */
    void postpone(List<String> things);

    /**
     * Reports that one thing is now as it was asked for.
     *
     * @param thing as it was asked for
     */
    void succeeded(String thing);

    /**
     * Reports that one thing is now as it was asked for, with a note for the report.
     *
     * @param thing as it was asked for
     * @param note a few words, such as {@code invited}
     */
    void succeeded(String thing, String note);

    /**
     * Reports that an addition was a member already, although the listing did not show it. Nothing changed. If removals
     * follow, the engine reads the place again first, and starts no removal that may mean this member.
     *
     * @param thing as it was asked for
     */
    void alreadyThere(String thing);

    /**
     * Reports that the place left one thing as it was, because it is configured to do so. Nothing changed, and nobody has to
     * act.
     *
     * @param thing as it was asked for
     * @param reason why, such as {@code kept: a user group cannot be empty}
     */
    void skipped(String thing, String reason);

    /**
     * Reports that one thing failed.
     *
     * @param thing as it was asked for
     * @param cause the failure; if it concerns the place, no further call begins
     */
    void failed(String thing, AdapterException cause);
}
