package dev.gosync.journal;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where runs are kept: for each run, lines of text in the order in which they were written. A store knows nothing of what
 * the lines say. {@link Journal#in(java.nio.file.Path)} keeps them in a folder, {@link JdbcRunStore} in a database. Threads
 * may share it.
 *
 * <p>Every method throws a {@link JournalException} that names the place and the remedy if the store cannot do it.
 */
public interface RunStore {
    /** {@return where the runs are kept, for messages: {@code folder .go-sync}} */
    String name();

    /** {@return the ids of all runs, in the order of the alphabet, which is that of their beginnings} */
    List<String> runs();

    /**
     * Reads the lines of a run, one after the other: a run can be larger than the memory.
     *
     * @param run its id
     * @param each takes each line, without its end. A line that a crash cut short is left out. An unknown run has no lines.
     */
    void forEachLine(String run, Consumer<? super String> each);

    /**
     * Reads all lines of a run.
     *
     * @param run its id
     * @return its lines, without the last one if a crash cut it short; empty if the store does not have the run
     */
    default List<String> lines(String run) {
        List<String> lines = new ArrayList<>();
        forEachLine(run, lines::add);
        return lines;
    }

    /**
     * Begins a run.
     *
     * @param run its id; no run may have it yet
     * @return takes the lines of the run
     */
    RunWriter create(String run);

    /**
     * Deletes a run. Nothing happens if the store does not have it.
     *
     * @param run its id
     */
    void delete(String run);

    /**
     * Takes the lock of a configuration if it is free. The lock of a process that has died is free.
     *
     * @param configuration the configuration that is about to be applied
     * @param holder who takes the lock, for people
     * @return the lock, until it is closed; empty if another run holds it
     */
    Optional<Lock> lock(String configuration, String holder);

    /**
     * Finds who holds the lock of a configuration.
     *
     * @param configuration the configuration
     * @return who holds it; empty if the lock is free
     */
    Optional<String> holder(String configuration);

    /** Takes the lines of one run. Only one thread uses it at a time. */
    interface RunWriter extends Closeable {
        /**
         * Appends a line. If the program dies, it may be lost until {@link #force} has returned.
         *
         * @param line one line, without its end
         */
        void append(String line);

        /** Makes all lines so far durable before it returns. */
        void force();

        /** Ends the run, which may be incomplete. */
        @Override
        void close();
    }

    /** The lock of a configuration. */
    interface Lock extends AutoCloseable {
        /** Frees the lock. */
        @Override
        void close();
    }
}
