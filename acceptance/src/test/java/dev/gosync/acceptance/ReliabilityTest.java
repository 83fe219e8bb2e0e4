package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.acceptance.FaultTable.Seen;
import dev.gosync.adapter.FailureKind;
import dev.gosync.cli.ProgramInProcess.Run;
import dev.gosync.testkit.Fault;
import dev.gosync.testkit.Request;
import dev.gosync.testkit.Request.Access;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Wrong answers, revoked tokens and damaged files, for every adapter and through the whole command line. After each fault,
 * one clean run brings everything in step, and the next one has nothing to do. {@link ClockReliabilityTest}, {@link
 * ConnectionReliabilityTest} and {@link ProcessReliabilityTest} do the same for more faults. The tables of {@code
 * docs/reliability.md} show what users saw. To write them anew, run these four with {@code
 * -Dgo-sync.rewrite-reliability=true}.
 */
@DisabledOnOs(OS.WINDOWS) // the page shows messages of Linux and macOS
@Tag("same-on-every-jdk")
final class ReliabilityTest {
    /** More people than fit into one page: Slack and Entra have the longest pages. */
    private static final int MANY = 510;

    private static final int EVEN_MORE = 1_010;
    private static final Pattern LONG_PAGES = Pattern.compile("(slack|entra)-.*");

    private final FaultTrials trials;

    /** The requests of a run without faults, by type of the place. */
    private final Map<String, List<Request>> requests = new LinkedHashMap<>();

    /** The number of the read that asks for the last page of a long list; empty if the service has no pages. */
    private final Map<String, Optional<Integer>> lastPages = new LinkedHashMap<>();

    ReliabilityTest(@TempDir Path folder) {
        trials = new FaultTrials(folder);
    }

    @TestFactory
    Stream<DynamicTest> every_wrong_answer_and_token_against_every_adapter() {
        trials.add("No fault", this::withoutFault);
        FaultCase.ofAnswers().forEach(trials::add);
        trials.add(
                "The last page of a list fails, always",
                maker -> withPages(
                        maker,
                        page -> Fault.answer(FailureKind.UNAVAILABLE).onReads().from(page)));
        trials.add(
                "The service sends pages without an end",
                maker -> withPages(
                        maker, page -> Fault.of(Fault.Type.ENDLESS_PAGES).onReads()));
        trials.add("The token is revoked between two calls", this::withRevokedToken);
        return trials.tests(ReliabilityTest.class);
    }

    private Seen withoutFault(Supplier<FaultPlace> maker) throws IOException {
        try (FaultScene scene = trials.scene(maker.get())) {
            Run run = scene.apply(FaultCase.QUICK, Clock.systemUTC());
            requests.put(
                    scene.place().type(),
                    scene.place().server().map(server -> server.requests()).orElse(List.of()));
            scene.mustBeDone(run);
            return trials.checked(scene, run);
        }
    }

    private int count(FaultPlace place, Access access) {
        return (int) requests.get(place.type()).stream()
                .filter(request -> request.access() == access)
                .count();
    }

    /** A service sends a list in pages if a longer list takes more calls of one operation. */
    private Seen withPages(Supplier<FaultPlace> maker, IntFunction<Fault> fault) throws IOException {
        Optional<Integer> lastPage = lastPages.get(FaultPlaces.typeOf(maker));
        if (lastPage == null) {
            try (FaultScene scene = trials.scene(large(maker))) {
                scene.mustBeDone(scene.apply(FaultCase.QUICK, Clock.systemUTC()));
                lastPage = scene.place().server().flatMap(server -> lastPage(scene.place(), server.requests()));
                lastPages.put(scene.place().type(), lastPage);
            }
        }
        if (lastPage.isEmpty()) {
            return Seen.NOTHING;
        }
        try (FaultScene scene = trials.scene(large(maker))) {
            scene.inject(fault.apply(lastPage.get()));
            Run run = scene.apply(FaultCase.QUICK, Clock.systemUTC());
            if (run.exitCode() == 0) { // the service was not asked for a page after the first
                scene.mustBeDone(run);
                return Seen.NOTHING;
            }
            assertThat(scene.requests(Access.WRITE)).isZero();
            return trials.checked(scene, run);
        }
    }

    private static FaultPlace large(Supplier<FaultPlace> maker) {
        FaultPlace place = maker.get();
        return place.withMore(
                IntStream.range(0, LONG_PAGES.matcher(place.type()).matches() ? EVEN_MORE : MANY)
                        .mapToObj("person%04d@example.com"::formatted)
                        .toList());
    }

    /** {@return the number of the read that asks for the last page; empty if the service has no pages} */
    private Optional<Integer> lastPage(FaultPlace place, List<Request> large) {
        Map<String, Integer> usual = byOperation(requests.get(place.type()));
        List<String> reads = large.stream()
                .filter(request -> request.access() == Access.READ)
                .map(Request::operation)
                .toList();
        return byOperation(large).entrySet().stream()
                .filter(calls -> calls.getValue() > usual.getOrDefault(calls.getKey(), 0))
                .map(calls -> reads.lastIndexOf(calls.getKey()) + 1)
                .filter(number -> number > 0)
                .findFirst();
    }

    private static Map<String, Integer> byOperation(List<Request> requests) {
        Map<String, Integer> calls = new LinkedHashMap<>();
        requests.forEach(request -> calls.merge(request.operation(), 1, Integer::sum));
        return calls;
    }

    /** The first half of the writes, or of the reads if there are no writes, still have the right token. */
    private Seen withRevokedToken(Supplier<FaultPlace> maker) throws IOException {
        try (FaultScene scene = trials.scene(maker.get())) {
            int writes = count(scene.place(), Access.WRITE);
            int reads = count(scene.place(), Access.READ);
            if (reads == 0) {
                return Seen.NOTHING;
            }
            Fault revoked = Fault.answer(FailureKind.AUTHENTICATION);
            scene.inject(
                    writes > 0
                            ? revoked.onWrites().from(writes / 2 + 1)
                            : revoked.onReads().from(reads / 2 + 1));
            return trials.checked(scene, scene.apply(FaultCase.QUICK, Clock.systemUTC()));
        }
    }
}
