package dev.gosync.journal;

/** Work that an interrupt must not disturb, because it records what has already happened. */
final class Uninterrupted {
    private Uninterrupted() {}

    /**
     * Something that can fail.
     *
     * @param <T> what it returns
     * @param <E> how it fails
     */
    @FunctionalInterface
    interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /** Does some work without the flag of an interrupt, and sets the flag again. */
    static <T, E extends Exception> T run(Work<T, E> work) throws E {
        boolean interrupted = Thread.interrupted();
        try {
            return work.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
