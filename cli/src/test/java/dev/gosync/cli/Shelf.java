package dev.gosync.cli;

import dev.gosync.Adapter;
import dev.gosync.AdapterException;
import dev.gosync.AdapterProvider;
import dev.gosync.AdapterProvider.Key.Form;
import dev.gosync.Config;
import dev.gosync.ConfigException;
import dev.gosync.Kind;
import dev.gosync.Listing;
import dev.gosync.Outcomes;
import dev.gosync.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Places in memory: type {@code shelf}, which can be written, and {@code window}, which shows a shelf and cannot. What they
 * hold, and what goes wrong with them, is for tests to say and to see.
 */
final class Shelf implements Adapter {
    private static final Map<String, Shelf> SHELVES = Collections.synchronizedMap(new TreeMap<>());

    /** Every connection that was made, by its token. */
    static final List<String> CONNECTIONS = Collections.synchronizedList(new ArrayList<>());

    private final String name;
    private final Set<String> things = Collections.synchronizedSet(new TreeSet<>());
    private final Map<String, Kind> refusals = Collections.synchronizedMap(new TreeMap<>());
    private final Map<String, Integer> leftOut = new TreeMap<>();
    private final Map<String, String> kept = new TreeMap<>();
    private volatile boolean broken;
    private volatile Runnable onRead = () -> {};
    private volatile Runnable onWrite = () -> {};
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();

    private Shelf(String name) {
        this.name = name;
    }

    static void clearAll() {
        SHELVES.clear();
        CONNECTIONS.clear();
    }

    static Shelf of(String name) {
        return SHELVES.computeIfAbsent(name, Shelf::new);
    }

    static Shelf of(String name, String... things) {
        Shelf shelf = of(name);
        shelf.things.clear();
        shelf.things.addAll(List.of(things));
        return shelf;
    }

    Shelf broken() {
        broken = true;
        return this;
    }

    Shelf refusing(String thing, Kind kind) {
        refusals.put(thing, kind);
        return this;
    }

    Shelf leavingOut(String reason, int count) {
        leftOut.put(reason, count);
        return this;
    }

    Shelf keeping(String thing, String why) {
        kept.put(thing, why);
        return this;
    }

    Shelf onRead(Runnable action) {
        onRead = action;
        return this;
    }

    Shelf onWrite(Runnable action) {
        onWrite = action;
        return this;
    }

    Set<String> things() {
        return new TreeSet<>(things);
    }

    int reads() {
        return reads.get();
    }

    int writes() {
        return writes.get();
    }

    @Override
    public String name() {
        return "shelf " + name;
    }

    @Override
    public Listing get() {
        reads.incrementAndGet();
        onRead.run();
        if (broken) {
            throw AdapterException.of(Kind.PERMISSION, name(), "read", "the shelf is locked")
                    .build();
        }
        return new Listing(things(), Map.of(), kept, leftOut);
    }

    @Override
    public void add(List<String> wanted, Outcomes outcomes) throws InterruptedException {
        outcomes.each(wanted, thing -> write(thing, () -> things.add(thing)));
    }

    @Override
    public void remove(List<String> unwanted, Outcomes outcomes) throws InterruptedException {
        outcomes.each(unwanted, thing -> write(thing, () -> things.remove(thing)));
    }

    private void write(String thing, Runnable change) {
        writes.incrementAndGet();
        onWrite.run();
        Kind refusal = refusals.get(thing);
        if (refusal != null) {
            throw AdapterException.of(refusal, name(), "write", "not " + thing).build();
        }
        change.run();
    }

    /** Takes one of each form of key. */
    public static final class Provider implements AdapterProvider {
        private record Connection(String token) implements AutoCloseable {
            @Override
            public void close() {
                CONNECTIONS.add("closed " + token);
            }
        }

        @Override
        public String type() {
            return "shelf";
        }

        @Override
        public String summary() {
            return "A place in memory";
        }

        @Override
        public List<Key> keys() {
            return List.of(
                    Key.of("id", "Which one").must(),
                    Key.of("token", "Opens it").hidden(),
                    Key.of("colour", "How it looks").oneOf("red", "green"),
                    Key.of("width", "In boards").form(Form.NUMBER),
                    Key.of("dusty", "Whether it is").form(Form.FLAG),
                    Key.of("plan", "How to build it").form(Form.PATH),
                    Key.of("boards", "Of wood").form(Form.LIST),
                    Key.of("labels", "On the boards").form(Form.MAP));
        }

        @Override
        public Source create(Config config) {
            config.find("token").ifPresent(token -> {
                if (token.startsWith("wrong")) {
                    throw new ConfigException(List.of(new ConfigException.Fault("token", "does not fit: " + token)));
                }
                config.shared(Connection.class, token, () -> {
                    CONNECTIONS.add("opened " + token);
                    return new Connection(token);
                });
            });
            StringBuilder id = new StringBuilder(config.text("id"));
            config.map("labels")
                    .forEach((label, value) ->
                            id.append(' ').append(label).append('=').append(value));
            config.list("boards").forEach(board -> id.append(' ').append(board));
            return Shelf.of(id.toString());
        }
    }

    /** Shows a shelf. */
    public static final class ReadOnlyProvider implements AdapterProvider {
        @Override
        public String type() {
            return "window";
        }

        @Override
        public String summary() {
            return "A shelf behind glass";
        }

        @Override
        public List<Key> keys() {
            return List.of(Key.of("id", "Which shelf").must());
        }

        @Override
        public Source create(Config config) {
            Shelf shelf = Shelf.of(config.text("id"));
            return new Source() {
                @Override
                public String name() {
                    return "window on " + shelf.name();
                }

                @Override
                public Listing get() {
                    return shelf.get();
                }
            };
        }
    }

    /** A place that hangs at the second thing until it is interrupted, for processes, which share no memory with a test. */
    public static final class StuckProvider implements AdapterProvider {
        @Override
        public String type() {
            return "stuck";
        }

        @Override
        public String summary() {
            return "A place that hangs";
        }

        @Override
        public List<Key> keys() {
            return List.of();
        }

        @Override
        public Source create(Config config) {
            Shelf.of("stuck-source", "p1", "p2", "p3");
            return new Adapter() {
                @Override
                public String name() {
                    return "stuck";
                }

                @Override
                public Listing get() {
                    return Listing.of(List.of());
                }

                @Override
                public void add(List<String> things, Outcomes outcomes) throws InterruptedException {
                    outcomes.each(things, thing -> {
                        if (thing.equals("p2")) {
                            System.err.println("stuck at p2");
                            new CountDownLatch(1).await();
                        }
                    });
                }

                @Override
                public void remove(List<String> things, Outcomes outcomes) {}
            };
        }
    }
}
