package dev.gosync.acceptance;

import dev.gosync.journal.RunStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Keeps runs in memory. The program that writes them can die at any step. What it had not forced may then be lost. For one
 * thread at a time.
 */
final class MortalStore implements RunStore {
    /** The program is killed. No code of it may go on, so it is no exception. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;

        Death(String step) {
            super(step, null, false, false);
        }
    }

    private final Map<String, List<String>> runs = new TreeMap<>();
    private final Map<String, Integer> forced = new TreeMap<>();
    private final Map<String, String> holders = new TreeMap<>();
    private final Consumer<String> appended;
    private int stepsLeft = Integer.MAX_VALUE;
    private boolean isDead;

    /**
     * Makes an empty store.
     *
     * @param appended hears each line when it is written
     */
    MortalStore(Consumer<String> appended) {
        this.appended = appended;
    }

    /**
     * Kills the program later.
     *
     * @param steps how many steps it still makes; each line, each time that lines are forced, and each request are two
     */
    void dieAfter(int steps) {
        stepsLeft = steps;
    }

    /** {@return whether the program was killed} */
    boolean isDead() {
        return isDead;
    }

    /**
     * Starts a new program.
     *
     * @param lost how many of the last lines the crash loses, if they were not forced
     */
    void startAgain(int lost) {
        if (isDead) {
            runs.forEach((run, lines) -> {
                int left = Math.max(forced.getOrDefault(run, 0), lines.size() - Math.min(lost, lines.size()));
                lines.subList(left, lines.size()).clear();
            });
            holders.clear();
        }
        runs.forEach((run, lines) -> forced.put(run, lines.size())); // by now the system has written what is left
        isDead = false;
        stepsLeft = Integer.MAX_VALUE;
    }

    /** One step of the program. A dead program makes none. */
    void step(String what) {
        if (isDead || stepsLeft-- <= 0) {
            isDead = true;
            throw new Death(what);
        }
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<String> runs() {
        return List.copyOf(runs.keySet());
    }

    @Override
    public void forEachLine(String run, Consumer<? super String> each) {
        List.copyOf(runs.getOrDefault(run, List.of())).forEach(each);
    }

    @Override
    public RunWriter create(String run) {
        step("before the run " + run);
        List<String> lines = new ArrayList<>();
        runs.put(run, lines);
        return new RunWriter() {
            @Override
            public void append(String line) {
                step("before the line " + line);
                lines.add(line);
                appended.accept(line);
                step("after the line " + line);
            }

            @Override
            public void force() {
                step("before the lines are forced");
                forced.put(run, lines.size());
                step("after the lines were forced");
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void delete(String run) {
        step("before run " + run + " is deleted");
        runs.remove(run);
    }

    @Override
    public Optional<Lock> lock(String configuration, String holder) {
        step("before the lock");
        if (holders.putIfAbsent(configuration, holder) != null) {
            return Optional.empty();
        }
        return Optional.of(() -> {
            if (!isDead) {
                holders.remove(configuration);
            }
        });
    }

    @Override
    public Optional<String> holder(String configuration) {
        return Optional.ofNullable(holders.get(configuration));
    }
}
