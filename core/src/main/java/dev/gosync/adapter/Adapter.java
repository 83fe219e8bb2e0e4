package dev.gosync.adapter;

import java.io.IOException;
import java.util.List;

/**
 * A place that can also be written: things can be added to it and removed from it.
 *
 * <p>{@link #add} and {@link #remove} also work on a fresh adapter that never called {@link #get}. Adding a thing that is
 * already there is a success, and so is removing a thing that is not. Members without a usable identifier are never
 * removed, and never lost when a whole list is written back. The engine never passes an empty list.
 */
public interface Adapter extends Source {
    /**
     * Says which spellings this place takes for one member, by the spelling alone: ignoring case, or Gmail's dots. The
     * engine uses it in addition to the sync's matching.
     *
     * @return by default {@link Matching#exact()}
     */
    default Matching matching() {
        return Matching.exact();
    }

    /**
     * Tells what will happen to additions, if the service can tell before the write. The engine asks after it has compared
     * both sides, and only if something would be added. Makes no call that adding would not make, and what it learns is
     * not asked again by the write. If it throws, the place has no plan, as after a failed read.
     *
     * @param additions what would be added, in the source's spelling
     * @return the additions that will fail, and those that are another spelling of a member; by default nothing
     * @throws AdapterException if the place cannot be asked
     * @throws IOException if it cannot be reached
     * @throws InterruptedException if the thread is interrupted, within a second of the interrupt
     */
    default Preview preview(List<String> additions) throws IOException, InterruptedException {
        return Preview.nothing();
    }

    /**
     * Adds things. A method that reports nothing to {@code outcomes} and returns has added all of them. If it reports
     * some, the others are NOT_KNOWN.
     *
     * @param things what to add, in the source's spelling, each once, in {@code compareTo} order
     * @param outcomes makes the calls and takes the report of each thing
     * @throws AdapterException if the place fails as a whole
     * @throws IOException if it cannot be reached
     * @throws InterruptedException if the thread is interrupted, within a second of the interrupt
     */
    void add(List<String> things, Outcomes outcomes) throws IOException, InterruptedException;

    /**
     * Removes things. Otherwise like {@link #add}.
     *
     * @param things what to remove, in this place's own spelling, each once, in {@code compareTo} order
     * @param outcomes makes the calls and takes the report of each thing
     * @throws AdapterException if the place fails as a whole
     * @throws IOException if it cannot be reached
     * @throws InterruptedException if the thread is interrupted, within a second of the interrupt
     */
    void remove(List<String> things, Outcomes outcomes) throws IOException, InterruptedException;

    /**
     * Makes both halves of a change. By default this calls {@link #add} and {@link #remove} in the order of the change's
     * mode. Override it for a service that replaces its whole membership in one call.
     *
     * @param change what to add and what to remove; one of the two may be empty
     * @param outcomes makes the calls and takes the report of each thing
     * @throws AdapterException if the place fails as a whole
     * @throws IOException if it cannot be reached
     * @throws InterruptedException if the thread is interrupted, within a second of the interrupt
     */
    default void change(Change change, Outcomes outcomes) throws IOException, InterruptedException {
        outcomes.halves(change, things -> add(things, outcomes), things -> remove(things, outcomes));
    }
}
