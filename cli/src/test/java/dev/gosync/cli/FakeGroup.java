package dev.gosync.cli;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.ConfigKey.Form;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Preview;
import dev.gosync.adapter.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A group in memory. Tests set its members and its faults. The adapter types are {@code group}, {@code export} (a
 * read-only view of a group) and {@code stuck} (a place that hangs).
 */
final class FakeGroup implements Adapter {
    private static final Map<String, FakeGroup> GROUPS = Collections.synchronizedMap(new TreeMap<>());

    /** What happened to each shared connection, by token: {@code opened t1}. */
    static final List<String> CONNECTIONS = Collections.synchronizedList(new ArrayList<>());

    private final String name;
    private final Set<String> things = Collections.synchronizedSet(new TreeSet<>());
    private final Map<String, AdapterException> refusals = Collections.synchronizedMap(new TreeMap<>());
    private final Map<String, Runnable> hanging = Collections.synchronizedMap(new TreeMap<>());
    private final Map<String, Failure> cannotAdd = Collections.synchronizedMap(new TreeMap<>());
    private final Map<String, String> alreadyThere = Collections.synchronizedMap(new TreeMap<>());
    private final Map<String, String> notes = Collections.synchronizedMap(new TreeMap<>());
    private final Map<String, Integer> leftOut = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, String> kept = new TreeMap<>();
    private final Map<String, String> aliases = new TreeMap<>();
    private volatile Optional<String> broken = Optional.empty();
    private volatile Optional<FakeGroup> within = Optional.empty();
    private volatile Runnable onCreate = () -> {};
    private volatile Runnable onRead = () -> {};
    private volatile Runnable onWrite = () -> {};
    private final AtomicInteger creations = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();

    private FakeGroup(String name) {
        this.name = name;
    }

    static void clearAll() {
        GROUPS.clear();
        CONNECTIONS.clear();
    }

    static FakeGroup of(String name) {
        return GROUPS.computeIfAbsent(name, FakeGroup::new);
    }

    static FakeGroup of(String name, String... things) {
        FakeGroup group = of(name);
        group.things.clear();
        group.things.addAll(List.of(things));
        return group;
    }

    FakeGroup broken() {
        return broken("access denied");
    }

    /** The group cannot be read. */
    FakeGroup broken(String problem) {
        broken = Optional.of(problem);
        return this;
    }

    FakeGroup refusing(String thing, FailureKind kind) {
        return refusing(kind, "not " + thing, thing);
    }

    /** The group refuses several things for one reason. */
    FakeGroup refusing(FailureKind kind, String problem, String... refused) {
        for (String thing : refused) {
            refusals.put(
                    thing, AdapterException.of(kind, name(), "write", problem).build());
        }
        return this;
    }

    /** The answer to the write of a thing is lost. */
    FakeGroup losing(String thing) {
        refusals.put(
                thing,
                AdapterException.of(FailureKind.UNAVAILABLE, name(), "write", "no answer within 30 s")
                        .answerLost()
                        .build());
        return this;
    }

    /** The write of a thing hangs until it is interrupted. */
    FakeGroup hangingAt(String thing, Runnable begun) {
        hanging.put(thing, begun);
        return this;
    }

    /** The group knows before any write that it will refuse a thing. */
    FakeGroup unableToAdd(String thing, FailureKind kind, String problem) {
        cannotAdd.put(
                thing,
                AdapterException.of(kind, name(), "preview", problem).build().failure());
        return this;
    }

    /** The group knows before any write that a thing is another spelling of a member. */
    FakeGroup foreseeing(String thing, String member) {
        alreadyThere.put(thing, member);
        return this;
    }

    /** The group adds a thing with a note; the note {@code already there} has the outcome of that name. */
    FakeGroup noting(String thing, String note) {
        notes.put(thing, note);
        return this;
    }

    FakeGroup warning(String warning) {
        warnings.add(warning);
        return this;
    }

    FakeGroup leavingOut(String reason, int count) {
        leftOut.put(reason, count);
        return this;
    }

    FakeGroup keeping(String thing, String why) {
        kept.put(thing, why);
        return this;
    }

    /** The group can add only members of another one, as a team can that belongs to an organization. */
    FakeGroup within(FakeGroup organization) {
        within = Optional.of(organization);
        return this;
    }

    /** The group knows a member under another spelling, too. */
    FakeGroup aliasing(String alias, String thing) {
        aliases.put(alias, thing);
        return this;
    }

    FakeGroup onCreate(Runnable action) {
        onCreate = action;
        return this;
    }

    FakeGroup onRead(Runnable action) {
        onRead = action;
        return this;
    }

    FakeGroup onWrite(Runnable action) {
        onWrite = action;
        return this;
    }

    Set<String> things() {
        return new TreeSet<>(things);
    }

    int creations() {
        return creations.get();
    }

    int reads() {
        return reads.get();
    }

    int writes() {
        return writes.get();
    }

    @Override
    public String name() {
        return "group " + name;
    }

    @Override
    public Listing get() {
        reads.incrementAndGet();
        onRead.run();
        if (broken.isPresent()) {
            throw AdapterException.of(FailureKind.PERMISSION, name(), "read", broken.get())
                    .build();
        }
        return new Listing(things(), aliases, kept, leftOut, Map.of(), warnings);
    }

    @Override
    public Preview preview(List<String> additions) {
        Map<String, Failure> failures = new TreeMap<>(cannotAdd);
        failures.keySet().retainAll(additions);
        within.ifPresent(organization -> additions.stream()
                .filter(thing -> !organization.things.contains(thing))
                .forEach(thing -> failures.put(
                        thing,
                        AdapterException.of(
                                        FailureKind.UNKNOWN_THING, name(), "preview", "unknown to " + organization.name)
                                .build()
                                .failure())));
        Map<String, String> same = new TreeMap<>(alreadyThere);
        same.keySet().retainAll(additions);
        return new Preview(failures, same);
    }

    @Override
    public void add(List<String> wanted, Outcomes outcomes) throws InterruptedException {
        outcomes.each(wanted, thing -> {
            write(thing, () -> things.add(thing));
            String note = notes.getOrDefault(thing, "");
            if (note.equals("already there")) {
                outcomes.alreadyThere(thing);
            } else {
                outcomes.succeeded(thing, note);
            }
        });
    }

    @Override
    public void remove(List<String> unwanted, Outcomes outcomes) throws InterruptedException {
        outcomes.each(unwanted, thing -> write(thing, () -> things.remove(thing)));
    }

    private void write(String thing, Runnable change) throws InterruptedException {
        writes.incrementAndGet();
        onWrite.run();
        Runnable begun = hanging.get(thing);
        if (begun != null) {
            begun.run();
            new CountDownLatch(1).await();
        }
        AdapterException refusal = refusals.get(thing);
        if (refusal != null) {
            throw refusal;
        }
        change.run();
    }

    /** The type {@code group}, with at least one key of each form. */
    public static final class Provider implements AdapterProvider {
        private record Connection(String token) implements AutoCloseable {
            @Override
            public void close() {
                CONNECTIONS.add("closed " + token);
            }
        }

        @Override
        public String type() {
            return "group";
        }

        @Override
        public String summary() {
            return "A group in memory";
        }

        @Override
        public List<ConfigKey> keys() {
            return List.of(
                    ConfigKey.of("id", "Name of the group").required(),
                    ConfigKey.of("token", "Access token").secret(),
                    ConfigKey.of("colour", "Colour of the group").oneOf("red", "green"),
                    ConfigKey.of("limit", "Maximum number of members").form(Form.NUMBER),
                    ConfigKey.of("muted", "Whether the group is muted").form(Form.FLAG),
                    ConfigKey.of("logo", "Image file").form(Form.PATH),
                    ConfigKey.of("topics", "Topics of the group").form(Form.LIST),
                    ConfigKey.of("labels", "Labels by name").form(Form.MAP));
        }

        /** The group {@code acme/team} belongs to the account {@code acme}. */
        @Override
        public Optional<String> account(Config config) {
            String id = config.text("id");
            int slash = id.indexOf('/');
            return slash < 0 ? Optional.empty() : Optional.of("group " + id.substring(0, slash));
        }

        @Override
        public List<String> rights() {
            return List.of("Reading a group: groups:read", "Grant it in the memory of the program");
        }

        @Override
        public Map<String, Object> example() {
            return new TreeMap<>(
                    Map.of("id", "team a", "token", "${GROUP_TOKEN}", "topics", List.of("#1", "b"), "limit", 7));
        }

        @Override
        public Source create(Config config) {
            config.find("token").ifPresent(token -> {
                if (token.startsWith("wrong")) {
                    throw new ConfigException(List.of(new ConfigException.Fault("token", "is not accepted: " + token)));
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
            config.list("topics").forEach(topic -> id.append(' ').append(topic));
            FakeGroup group = FakeGroup.of(id.toString());
            group.creations.incrementAndGet();
            group.onCreate.run();
            return group;
        }
    }

    /** The type {@code export}: a read-only view of a group. */
    public static final class ReadOnlyProvider implements AdapterProvider {
        @Override
        public String type() {
            return "export";
        }

        @Override
        public String summary() {
            return "A read-only export of a group";
        }

        @Override
        public List<ConfigKey> keys() {
            return List.of(ConfigKey.of("id", "Name of the group").required());
        }

        @Override
        public Source create(Config config) {
            FakeGroup group = FakeGroup.of(config.text("id"));
            return new Source() {
                @Override
                public String name() {
                    return "export of " + group.name();
                }

                @Override
                public Listing get() {
                    return group.get();
                }
            };
        }
    }

    /** The type {@code stuck}: a place that hangs at the second thing until it is interrupted. For tests with a process. */
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
        public List<ConfigKey> keys() {
            return List.of();
        }

        @Override
        public Source create(Config config) {
            FakeGroup.of("stuck-source", "p1", "p2", "p3");
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
