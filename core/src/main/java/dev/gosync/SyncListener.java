package dev.gosync;

import dev.gosync.adapter.CallListener;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.Listing;
import java.util.List;

/**
 * Hears every step of a sync, and every call and wait of its places. Progress bars, journals and metrics are listeners.
 * The methods run on the working thread: the events of one place come in order, those of several places come from several
 * threads. The source is read beside the destinations. If a method throws, that destination stops before its next write.
 */
public interface SyncListener extends CallListener {
    /**
     * A place is about to be read.
     *
     * @param place its name
     */
    default void reading(String place) {}

    /**
     * A place was read.
     *
     * @param place its name
     * @param listing what it holds
     */
    default void read(String place, Listing listing) {}

    /**
     * A place could not be read, or could not be asked about additions. It has no plan.
     *
     * @param place its name
     * @param failure why
     */
    default void readFailed(String place, Failure failure) {}

    /**
     * A plan was made and judged.
     *
     * @param plan the plan, with the objections of the guards
     */
    default void planned(Plan plan) {}

    /**
     * A method of the adapter is about to be given these things: first everything in the plan, then each half on its own
     * if there are two and the adapter takes one at a time.
     *
     * @param plan the plan that the things are part of
     * @param things what the method is asked for
     */
    default void starting(Plan plan, List<String> things) {}

    /**
     * One call of the adapter's loops is about to begin; it may make several requests. An adapter that does not use the
     * loops of {@link dev.gosync.adapter.Outcomes} is heard only through {@link #callBegan}.
     *
     * @param plan the plan that the things are part of
     * @param things what the call is about
     */
    default void calling(Plan plan, List<String> things) {}

    /**
     * One thing was settled: after the call that handled it, and before the next.
     *
     * @param plan the plan that the thing is part of
     * @param outcome how it ended
     */
    default void happened(Plan plan, Outcome outcome) {}

    /**
     * The work on a destination is over.
     *
     * @param report what happened
     */
    default void finished(Report report) {}
}
