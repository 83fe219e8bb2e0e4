package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Outcome;
import dev.gosync.adapter.Action;
import dev.gosync.cli.ProgramInProcess;
import dev.gosync.cli.ProgramInProcess.Run;
import dev.gosync.journal.Entry;
import dev.gosync.journal.Journal;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.FakeServer;
import dev.gosync.testkit.Fault;
import dev.gosync.testkit.Request.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One place in a folder with a configuration: runs the program there, and checks what each run did. */
final class FaultScene implements AutoCloseable {
    static final String CONFIGURATION = "go-sync.yml";

    private static final Pattern CLAIM = Pattern.compile("(\\d+) added, (\\d+) removed\\.");

    private final FaultPlace place;
    private final Path folder;
    private final Set<String> before;
    private final String untouchable;
    private final List<Gateway> gateways = new ArrayList<>();
    private String address;

    FaultScene(FaultPlace place, Path folder) throws IOException {
        this.place = place;
        this.folder = folder;
        this.address = place.server().map(server -> server.address().toString()).orElse("");
        place.begin(folder);
        this.before = place.inDestination(folder);
        this.untouchable = place.untouchable(folder);
    }

    FaultPlace place() {
        return place;
    }

    Path folder() {
        return folder;
    }

    String address() {
        return address;
    }

    private FakeServer server() {
        return place.server().orElseThrow();
    }

    void inject(Fault fault) {
        server().inject(fault);
    }

    /** Puts a gateway between the program and the service. */
    void gateway(boolean writesOnly, int times, Gateway.Answer answer) throws IOException {
        Gateway gateway = new Gateway(
                server().address(),
                (method, path, body) -> !writesOnly || place.isWrite(method, path, body),
                times,
                answer);
        gateways.add(gateway);
        address = gateway.address().toString();
    }

    /** {@return how many requests arrived at the service} */
    int requests(Access access) {
        return (int) server().requests().stream()
                .filter(request -> request.access() == access)
                .count();
    }

    /** Whether a fault has hit a request; a refused connection leaves no trace at the service. */
    boolean wasHit() {
        return server().requests().isEmpty()
                || server().requests().stream()
                        .anyMatch(request -> request.fault().isPresent())
                || gateways.stream().anyMatch(gateway -> gateway.answered() > 0);
    }

    /** Ends all faults. */
    void heal() {
        place.server().ifPresent(server -> {
            server.heal();
            address = server.address().toString();
        });
    }

    /** Writes the configuration. */
    void configure(String settings) throws IOException {
        Files.writeString(folder.resolve(CONFIGURATION), settings + "\nsyncs:\n" + place.sync(address));
    }

    Run apply(String settings, Clock clock) throws IOException {
        configure(settings);
        return ProgramInProcess.run(
                folder, Map.of(FaultPlaces.VARIABLE, Conditions.SECRET), clock, "apply", CONFIGURATION, "--yes");
    }

    /** Checks that a run with a fault changed nothing outside its plan, and claims no change that did not happen. */
    void mustBeHonest(Run run) throws IOException {
        String output = run.out() + run.err();
        assertThat(output).doesNotContain(Conditions.SECRET, "\tat ");
        mustBeWithinPlan(output);
        Set<String> now = place.inDestination(folder);
        Set<String> added = without(now, before);
        Set<String> removed = without(before, now);
        mustBeRecorded(lastRun(folder), entry -> true);
        Matcher claim = CLAIM.matcher(run.out());
        if (claim.find()) {
            assertThat(Integer.parseInt(claim.group(1))).as(output).isLessThanOrEqualTo(added.size());
            assertThat(Integer.parseInt(claim.group(2))).as(output).isLessThanOrEqualTo(removed.size());
        }
    }

    /** Checks that only members of the plan have come or left. */
    void mustBeWithinPlan(String output) throws IOException {
        Set<String> now = place.inDestination(folder);
        assertThat(place.untouchable(folder)).as(output).isEqualTo(untouchable);
        assertThat(FaultPlace.COMING).as(output).containsAll(without(now, before));
        assertThat(FaultPlace.LEAVING).as(output).containsAll(without(before, now));
    }

    /** {@return the last run in the journal beside the configuration} */
    static dev.gosync.journal.Run lastRun(Path folder) {
        Journal journal = Journal.in(folder.resolve(".go-sync"));
        List<String> ids = journal.ids();
        return journal.run(ids.get(ids.size() - 1)).orElseThrow();
    }

    /**
     * Checks that a journal accounts for every change, and claims none that did not happen.
     *
     * @param run the run that made the changes
     * @param ofThisPlace the entries about this place
     */
    void mustBeRecorded(dev.gosync.journal.Run run, Predicate<Entry> ofThisPlace) throws IOException {
        Set<String> now = place.inDestination(folder);
        Map<String, Entry> entries =
                run.entries().stream().filter(ofThisPlace).collect(Collectors.toMap(Entry::thing, entry -> entry));
        entries.values().stream()
                .filter(Entry::isChange)
                .forEach(entry -> assertThat(now.contains(entry.thing()))
                        .as(entry.toString())
                        .isEqualTo(entry.action() == Action.ADD));
        for (String thing : FaultPlace.joined(List.copyOf(without(now, before)), List.copyOf(without(before, now)))) {
            assertThat(entries).containsKey(thing);
            assertThat(entries.get(thing).state()).isIn(Outcome.State.DONE, Outcome.State.NOT_KNOWN);
        }
    }

    /** Checks that one clean run brings everything in step, and that the next one has nothing to do. */
    Run mustConverge(String settings) throws IOException {
        Run clean = apply(settings, Clock.systemUTC());
        mustBeDone(clean);
        mustBeIdle(settings);
        return clean;
    }

    /** Checks that a run without faults has nothing to do. */
    void mustBeIdle(String settings) throws IOException {
        place.server().ifPresent(FakeServer::forgetRequests);
        Run idle = apply(settings, Clock.systemUTC());

        mustBeDone(idle);
        assertThat(idle.out()).contains("Nothing to do.");
        place.server().ifPresent(server -> {
            assertThat(requests(Access.WRITE)).isZero();
            assertThat(server.complaints()).isEmpty();
        });
    }

    /** Checks that a run succeeded and the destination holds what it should. */
    void mustBeDone(Run run) throws IOException {
        assertThat(run.exitCode())
                .as(place.type() + ": " + run.out() + run.err())
                .isZero();
        assertThat(place.inDestination(folder)).as(run.out() + run.err()).isEqualTo(place.wanted());
        assertThat(place.untouchable(folder)).as(run.out() + run.err()).isEqualTo(untouchable);
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    @Override
    public void close() {
        gateways.forEach(Gateway::close);
        place.close();
    }
}
