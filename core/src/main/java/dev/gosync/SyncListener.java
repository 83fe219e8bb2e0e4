package dev.gosync;

import java.util.List;

/**
 * Hears every step of a sync: progress bars, journals and metrics are listeners. It is called on the working thread; the
 * events of one destination come in order, those of several side by side come from several threads. What it throws stops
 * that destination before its next write.
 */
public interface SyncListener {
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
     * A plan was made and judged.
     *
     * @param plan the plan, with the objections of the guards
     */
    default void planned(Plan plan) {}

    /**
     * A method of the adapter is about to be handed these things: all of the plan, and then the first and the second
     * half by themselves where there are two and the adapter takes them one by one.
     *
     * @param plan what it is part of
     * @param things those the method is asked for
     */
    default void starting(Plan plan, List<String> things) {}

    /**
     * One call is about to be made. An adapter that uses none of {@link Outcomes}'s loops makes its calls unheard.
     *
     * @param plan what it is part of
     * @param things those the call is about
     */
    default void calling(Plan plan, List<String> things) {}

    /**
     * Something ended for one thing; comes after the call that dealt with it and before the next.
     *
     * @param plan what it is part of
     * @param outcome how it ended
     */
    default void happened(Plan plan, Outcome outcome) {}

    /**
     * The work on a destination is over.
     *
     * @param report what became of it
     */
    default void finished(Report report) {}
}
