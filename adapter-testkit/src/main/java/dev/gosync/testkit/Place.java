package dev.gosync.testkit;

import dev.gosync.Guards;
import dev.gosync.Outcome;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.SyncException;
import dev.gosync.SyncListener;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import dev.gosync.testkit.Request.Access;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/** A harness and what the rules do with it: seed, look, break, read, write. */
final class Place implements AutoCloseable {
    /** How often a call is tried. */
    static final int ATTEMPTS = 3;

    /** Longer than any answer takes where nothing is broken. */
    private static final Duration LONG_TIMEOUT = Duration.ofSeconds(20);

    private final Rig rig;
    private final SourceHarness harness;
    private final TestTime time = new TestTime();
    private final Matching matching;
    private final Map<String, String> keys = new ConcurrentHashMap<>();
    private final List<Source> opened = new ArrayList<>();
    private volatile @Nullable Throwable lastThrown;

    Place(Rig rig, SourceHarness harness) {
        this.rig = rig;
        this.harness = harness;
        this.matching = rig.declares(Limitation.CASE_SENSITIVE) ? Matching.exact() : Matching.ignoringCase();
    }

    TestTime time() {
        return time;
    }

    /** What the adapter threw last, to show why a rule failed. */
    Optional<Throwable> lastThrown() {
        return Optional.ofNullable(lastThrown);
    }

    private void threw(Throwable thrown) {
        lastThrown = thrown;
    }

    /** How long it may take until an interrupt is answered. */
    Duration patience() {
        return rig.limits().patience();
    }

    /** A mark in the log, for {@link #requestsSince}. */
    int mark() {
        return requests().size();
    }

    List<Request> requestsSince(int mark) {
        return requests().stream().skip(mark).toList();
    }

    // --- Making adapters

    /** A fresh adapter that waits long for an answer. */
    Source open() throws Exception {
        return open(LONG_TIMEOUT, Conditions.SECRET);
    }

    Source openWithSecret(String secret) throws Exception {
        return open(LONG_TIMEOUT, secret);
    }

    Adapter adapter() throws Exception {
        return (Adapter) open();
    }

    Source open(Duration callTimeout, String secret) throws Exception {
        Retry retry =
                Retry.standard().attempts(ATTEMPTS).callTimeout(callTimeout).time(time, time::sleep, () -> 0.5);
        Source source = harness.open(new Conditions(retry, secret));
        if (source == null) {
            throw Violation.of("open to give an adapter", "it gave null", "it makes a new one for each call");
        }
        synchronized (opened) {
            opened.add(source);
        }
        rig.opened(source.getClass());
        return source;
    }

    // --- The service's side

    String id() {
        return harness.place();
    }

    /** The kit's odd things, which may all be illegal here, and those of the harness, which are legal. */
    List<String> oddThings() {
        List<String> odd = new ArrayList<>(GetRules.ODD);
        odd.addAll(harness.oddThings());
        return odd;
    }

    /** Whether an odd thing may be illegal. */
    boolean mayBeIllegal(String odd, boolean restricted) {
        return restricted && !harness.oddThings().contains(odd);
    }

    String thing(int number) {
        return harness.thing(number);
    }

    /** Things from one number to before another. */
    List<String> things(int from, int to) {
        return IntStream.range(from, to).mapToObj(harness::thing).toList();
    }

    List<String> seed(int from, int to) throws Exception {
        List<String> things = things(from, to);
        if (!things.isEmpty()) {
            harness.seed(things);
        }
        return things;
    }

    void seed(Collection<String> things) throws Exception {
        harness.seed(things);
    }

    List<String> introduce(int from, int to) throws Exception {
        List<String> things = things(from, to);
        introduce(things);
        return things;
    }

    void introduce(Collection<String> things) throws Exception {
        if (harness instanceof Harness writable) {
            writable.introduce(things);
        }
    }

    /** Lets members leave by hand. Where the harness cannot do that, another adapter removes them. */
    void leave(Collection<String> things) throws Exception {
        try {
            ((Harness) harness).leave(things);
        } catch (UnsupportedOperationException e) {
            remove(adapter(), things).mustBeClean("removing " + things, "remove takes out what it is given");
        }
    }

    void forbid(Collection<String> things) throws Exception {
        supported(Limitation.FORBIDS_NOTHING, "forbid", () -> ((Harness) harness).forbid(things));
    }

    void seedNameless(int count) throws Exception {
        supported(Limitation.NO_NAMELESS_MEMBERS, "seedNameless", () -> harness.seedNameless(count));
    }

    void seedKept(Collection<String> things) throws Exception {
        supported(Limitation.KEEPS_NOBODY, "seedKept", () -> harness.seedKept(things));
    }

    Set<String> members() throws Exception {
        return Set.copyOf(harness.members());
    }

    /** The members, and one that is there twice is there twice. */
    List<String> memberList() throws Exception {
        return List.copyOf(harness.memberList());
    }

    Set<String> aliases(String member) throws Exception {
        return harness.aliases(member);
    }

    boolean noticesOldLists() {
        return harness instanceof Harness writable && writable.noticesOldLists();
    }

    boolean keepsOrder() {
        return harness.keepsOrder();
    }

    /** What the service keeps about each member. */
    Map<String, String> fingerprints() throws Exception {
        Map<String, String> fingerprints = new LinkedHashMap<>();
        for (String member : memberList()) {
            fingerprints.put(key(member), harness.fingerprint(member));
        }
        return fingerprints;
    }

    List<String> leaks() {
        return harness.leaks();
    }

    int namelessMembers() throws Exception {
        return harness.namelessMembers();
    }

    Set<String> keptMembers() throws Exception {
        return Set.copyOf(harness.keptMembers());
    }

    List<Request> requests() {
        return List.copyOf(harness.requests());
    }

    /** How many requests met a fault. */
    int faulted() {
        return (int) requests().stream()
                .filter(request -> request.fault().isPresent())
                .count();
    }

    int count(Access access) {
        return (int) requests().stream()
                .filter(request -> request.access() == access)
                .count();
    }

    void inject(Fault fault) {
        try {
            harness.inject(fault);
        } catch (UnsupportedOperationException e) {
            throw Violation.of(
                    "the harness to inject " + fault,
                    "it does not support that",
                    "it overrides inject, or limitations() declares " + Limitation.NO_HTTP_FAULTS,
                    e);
        }
    }

    void heal() {
        harness.heal();
    }

    /** Whether this was declared not to happen; then it must not. */
    boolean cannotSuffer(Fault fault) {
        return cannotSuffer(fault, Limitation.NO_HTTP_FAULTS);
    }

    boolean cannotSuffer(Fault fault, Limitation limitation) {
        if (!rig.cannot(limitation)) {
            return false;
        }
        try {
            harness.inject(fault);
        } catch (UnsupportedOperationException e) {
            return true;
        }
        throw lie(limitation, "the harness injects " + fault);
    }

    /** Whether this was declared not to be supported; then it must not be. */
    boolean cannot(Limitation limitation) throws Exception {
        if (!rig.cannot(limitation)) {
            return false;
        }
        try {
            switch (limitation) {
                case NO_NAMELESS_MEMBERS -> harness.seedNameless(1);
                case KEEPS_NOBODY -> harness.seedKept(things(0, 1));
                case FORBIDS_NOTHING -> ((Harness) harness).forbid(things(0, 1));
                default -> throw new IllegalArgumentException(limitation.toString());
            }
        } catch (UnsupportedOperationException e) {
            return true;
        }
        throw lie(limitation, "the harness supports what it is about");
    }

    static AssertionFailedError lie(Limitation limitation, String but) {
        return Violation.of(
                "what " + limitation + " declares to be so (" + limitation.meaning() + ")",
                but,
                "limitations() declares only what the place or its service cannot do");
    }

    private interface Support {
        void run() throws Exception;
    }

    private static void supported(Limitation limitation, String method, Support support) throws Exception {
        try {
            support.run();
        } catch (UnsupportedOperationException e) {
            throw Violation.of(
                    "the harness to support " + method,
                    "it does not",
                    "it overrides " + method + ", or limitations() declares " + limitation,
                    e);
        }
    }

    // --- Looking

    /** Under the service's own idea of case. */
    String key(String thing) {
        return keys.computeIfAbsent(thing, matching::key);
    }

    List<String> keys(Collection<String> things) {
        List<String> found = new ArrayList<>(things.size());
        things.forEach(thing -> found.add(key(thing)));
        return found;
    }

    boolean holds(String thing) throws Exception {
        return keys(members()).contains(key(thing));
    }

    /** Compares the members with what they should be. */
    void mustHold(Collection<String> expected, String when, String check) throws Exception {
        String difference = Violation.difference(keys(expected), keys(memberList()));
        if (!difference.isEmpty()) {
            throw Violation.of(expected.size() + " members " + when, "there are " + difference, check);
        }
    }

    /** Compares a listing with the members. */
    void mustList(Listing listing, Collection<String> expected, String when, String check) {
        String difference = Violation.difference(keys(expected), keys(listing.things()));
        if (!difference.isEmpty()) {
            throw Violation.of("all " + expected.size() + " members " + when, "there are " + difference, check);
        }
    }

    // --- Reading

    Listing read(Source source) throws Exception {
        @Nullable Listing listing;
        try {
            listing = source.get();
        } catch (AdapterException | IOException e) {
            threw(e);
            throw Violation.of(
                    "a read to go through", "it failed with " + Violation.text(e), "get needs nothing else", e);
        }
        if (listing == null) {
            throw Violation.of("a listing", "get gave null", "an empty place is an empty listing");
        }
        for (String thing : listing.things()) {
            if (thing == null || thing.isBlank()) {
                throw Violation.of(
                        "members with a usable identifier",
                        "one is " + (thing == null ? "null" : "blank"),
                        "a member without a usable identifier is left out and counted");
            }
        }
        return listing;
    }

    /** What a read fails with. */
    AdapterException failure(Source source, String why) throws InterruptedException {
        Listing listing;
        try {
            listing = source.get();
        } catch (AdapterException e) {
            threw(e);
            return e;
        } catch (IOException e) {
            threw(e);
            return AdapterException.of(FailureKind.UNAVAILABLE, source.name(), "", Violation.text(e))
                    .remedy("")
                    .cause(e)
                    .build();
        }
        throw Violation.of(
                "a read to fail, for " + why,
                "it gave "
                        + (listing == null
                                ? "null"
                                : "a listing of " + listing.things().size()),
                "no error on the way is swallowed, and a read that is not whole fails");
    }

    // --- Writing

    Ran add(Adapter adapter, Collection<String> things) {
        return change(adapter, Mode.ADD_ONLY, things, List.of());
    }

    Ran remove(Adapter adapter, Collection<String> things) {
        return change(adapter, Mode.REMOVE_ONLY, List.of(), things);
    }

    Ran change(Adapter adapter, Mode mode, Collection<String> additions, Collection<String> removals) {
        return change(adapter, mode, additions, removals, (same, outcomes) -> {}, new SyncListener() {});
    }

    Ran change(
            Adapter adapter,
            Mode mode,
            Collection<String> additions,
            Collection<String> removals,
            Asking.Step step,
            SyncListener listener) {
        return change(List.of(), adapter, mode, additions, removals, step, listener);
    }

    /** Nothing is removed unless these are there. */
    Ran changeRequiring(
            Collection<String> required,
            Adapter adapter,
            Mode mode,
            Collection<String> additions,
            Collection<String> removals) {
        return change(required, adapter, mode, additions, removals, (same, outcomes) -> {}, new SyncListener() {});
    }

    private Ran change(
            Collection<String> required,
            Adapter adapter,
            Mode mode,
            Collection<String> additions,
            Collection<String> removals,
            Asking.Step step,
            SyncListener listener) {
        List<Outcome> heard = new ArrayList<>();
        SyncListener hearing = new SyncListener() {
            @Override
            public void happened(Plan plan, Outcome outcome) {
                heard.add(outcome);
            }
        };
        Report report;
        Optional<SyncException> thrown = Optional.empty();
        try {
            report = Asking.change(
                    adapter,
                    mode,
                    additions,
                    removals,
                    sync -> sync.guard(Guards.require(required))
                            .listener(hearing)
                            .listener(listener),
                    step);
        } catch (SyncException e) {
            report = e.reports().get(0);
            thrown = Optional.of(e);
            threw(e.getCause() == null ? e : e.getCause());
        }
        return new Ran(report, thrown, List.copyOf(heard));
    }

    @Override
    public void close() throws IOException {
        harness.heal();
        for (Source source : List.copyOf(opened)) {
            try {
                source.close();
            } catch (RuntimeException e) {
                System.getLogger("dev.gosync").log(System.Logger.Level.DEBUG, "An adapter failed to close", e);
            }
        }
        harness.close();
    }
}
