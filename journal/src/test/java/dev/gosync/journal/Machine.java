package dev.gosync.journal;

/** A machine that can fail at one of its steps. From then on nothing that its program does has an effect. */
final class Machine implements Steps {
    /** The program is halted: it cannot do anything about it. */
    static final class Halt extends Error {
        private static final long serialVersionUID = 1L;

        Halt(String step) {
            super("halted at: " + step);
        }
    }

    private final int last;
    private int steps;
    private boolean halted;

    private Machine(int last) {
        this.last = last;
    }

    /** Halts at one step, counted from 1. */
    static Machine haltingAt(int step) {
        return new Machine(step);
    }

    static Machine reliable() {
        return new Machine(Integer.MAX_VALUE);
    }

    @Override
    public synchronized void reached(String step) {
        steps++;
        halted |= steps == last;
        if (halted) {
            throw new Halt(step);
        }
    }

    synchronized boolean halted() {
        return halted;
    }
}
