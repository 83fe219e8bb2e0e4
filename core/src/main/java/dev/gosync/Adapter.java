package dev.gosync;

import java.io.IOException;
import java.util.List;

/**
 * Somewhere things can also be added to and removed from.
 *
 * <p>There is no hidden order of calls: {@link #add} and {@link #remove} are right on a fresh adapter that never saw
 * {@link #get}. Adding what is there and removing what is not are successes. Members that no thing stands for are never
 * removed, and never lost when a whole membership is written back. The engine never passes an empty list.
 */
public interface Adapter extends Source {
    /**
     * Adds things. A method that reports nothing to {@code outcomes} and returns has added all of them; one that reports
     * some leaves the others {@link Outcome.State#NOT_KNOWN}.
     *
     * @param things what to add, in the source's spelling, each once, in {@code compareTo} order
     * @param outcomes where to say what happened to each, and whose loops make the calls
     * @throws AdapterException if the place as a whole fails
     * @throws IOException if it cannot be reached
     * @throws InterruptedException if the thread is interrupted, within a second of it
     */
    void add(List<String> things, Outcomes outcomes) throws IOException, InterruptedException;

    /**
     * Removes things; as {@link #add} otherwise.
     *
     * @param things what to remove, in this place's own spelling, each once, in {@code compareTo} order
     * @param outcomes where to say what happened to each, and whose loops make the calls
     * @throws AdapterException if the place as a whole fails
     * @throws IOException if it cannot be reached
     * @throws InterruptedException if the thread is interrupted, within a second of it
     */
    void remove(List<String> things, Outcomes outcomes) throws IOException, InterruptedException;

    /**
     * Makes both halves of a change. This calls {@link #remove} and {@link #add} in the order of the change's mode; what
     * must remain is judged again in between. A service that replaces its whole membership in one call overrides it.
     *
     * @param change what to add and what to remove; one of the two may be empty
     * @param outcomes where to say what happened to each, and whose loops make the calls
     * @throws AdapterException if the place as a whole fails
     * @throws IOException if it cannot be reached
     * @throws InterruptedException if the thread is interrupted, within a second of it
     */
    default void change(Change change, Outcomes outcomes) throws IOException, InterruptedException {
        outcomes.inOrder(change, this);
    }
}
