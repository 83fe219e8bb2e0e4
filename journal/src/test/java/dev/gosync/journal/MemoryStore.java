package dev.gosync.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Keeps runs in memory, and can lose what was not forced. Threads may share it. */
final class MemoryStore implements RunStore {
    private final Map<String, List<String>> runs = new TreeMap<>();
    private final Map<String, Integer> forced = new TreeMap<>();
    private final Map<String, String> holders = new TreeMap<>();

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public synchronized List<String> runs() {
        return List.copyOf(runs.keySet());
    }

    @Override
    public synchronized void forEachLine(String run, Consumer<? super String> each) {
        List.copyOf(runs.getOrDefault(run, List.of())).forEach(each);
    }

    /** Writes lines as another program would. */
    synchronized void put(String run, List<String> lines) {
        runs.put(run, new ArrayList<>(lines));
    }

    /** Loses up to this many of the last lines of each run, but none that was forced. */
    synchronized void lose(int lines) {
        runs.forEach((run, all) -> {
            int left = Math.max(forced.getOrDefault(run, 0), all.size() - Math.min(lines, all.size()));
            all.subList(left, all.size()).clear();
        });
    }

    @Override
    public synchronized RunWriter create(String run) {
        if (runs.containsKey(run)) {
            throw new JournalException("memory has a run " + run + " already. Run again", null);
        }
        List<String> lines = new ArrayList<>();
        runs.put(run, lines);
        return new RunWriter() {
            @Override
            public void append(String line) {
                synchronized (MemoryStore.this) {
                    lines.add(line);
                }
            }

            @Override
            public void force() {
                synchronized (MemoryStore.this) {
                    forced.put(run, lines.size());
                }
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public synchronized void delete(String run) {
        runs.remove(run);
    }

    @Override
    public synchronized Optional<Lock> lock(String configuration, String holder) {
        if (holders.putIfAbsent(configuration, holder) != null) {
            return Optional.empty();
        }
        return Optional.of(() -> {
            synchronized (MemoryStore.this) {
                holders.remove(configuration);
            }
        });
    }

    @Override
    public synchronized Optional<String> holder(String configuration) {
        return Optional.ofNullable(holders.get(configuration));
    }
}
