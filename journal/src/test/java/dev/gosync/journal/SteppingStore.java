package dev.gosync.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store whose writes are steps of a program. For one thread at a time. */
class SteppingStore implements RunStore {
    private final RunStore inner;
    private final Steps steps;
    private final List<Lock> locks = new ArrayList<>();

    SteppingStore(RunStore inner, Steps steps) {
        this.inner = inner;
        this.steps = steps;
    }

    /** What the operating system or the database does when the program has died. */
    void freeLocks() {
        locks.forEach(Lock::close);
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public List<String> runs() {
        return inner.runs();
    }

    @Override
    public void forEachLine(String run, Consumer<? super String> each) {
        inner.forEachLine(run, each);
    }

    @Override
    public RunWriter create(String run) {
        RunWriter writer = inner.create(run);
        return new RunWriter() {
            @Override
            public void append(String line) {
                String step = "append " + event(line);
                steps.reached("before " + step);
                writer.append(line);
                steps.reached("after " + step);
            }

            @Override
            public void force() {
                steps.reached("before force");
                writer.force();
                steps.reached("after force");
            }

            @Override
            public void close() {
                writer.close();
            }
        };
    }

    private static String event(String line) {
        String start = "\"event\":\"";
        int from = line.indexOf(start) + start.length();
        return line.substring(from, line.indexOf('"', from));
    }

    @Override
    public void delete(String run) {
        steps.reached("before delete");
        inner.delete(run);
    }

    @Override
    public Optional<Lock> lock(String configuration, String holder) {
        Optional<Lock> lock = inner.lock(configuration, holder);
        lock.ifPresent(locks::add);
        return lock;
    }

    @Override
    public Optional<String> holder(String configuration) {
        return inner.holder(configuration);
    }
}
