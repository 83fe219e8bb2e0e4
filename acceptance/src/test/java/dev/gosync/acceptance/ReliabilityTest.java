package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.acceptance.FaultTable.Seen;
import dev.gosync.adapter.FailureKind;
import dev.gosync.cli.ProgramInProcess.Run;
import dev.gosync.testkit.Fault;
import dev.gosync.testkit.Request;
import dev.gosync.testkit.Request.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fault against every adapter, through the whole command line. After each fault, one clean run brings everything in
 * step, and the next one has nothing to do. What users saw is the table of {@code docs/reliability.md}. To write it anew, run
 * this with {@code -Dgo-sync.rewrite-reliability=true}.
 */
@DisabledOnOs(OS.WINDOWS) // has no SIGTERM and no ulimit
@Tag("same-on-every-jdk")
final class ReliabilityTest {
    private static final Path PAGE = Path.of("../docs/reliability.md");
    private static final String BEGIN = "<!-- What follows is written by ReliabilityTest. -->\n";
    private static final String END = "<!-- Up to here. -->\n";
    private static final String REWRITE = "go-sync.rewrite-reliability";
    private static final String KILLED_BEFORE = "Killed at each write, before it takes effect";
    private static final String KILLED_AFTER = "Killed at each write, after it took effect";
    private static final String CUT_SHORT = " was cut short: ";

    /** More people than fit into one page: Slack and Entra have the longest pages. */
    private static final int MANY = 510;

    private static final int EVEN_MORE = 1_010;
    private static final Pattern LONG_PAGES = Pattern.compile("(slack|entra)-.*");
    private static final int BLOCK = 512;
    private static final int SECONDS_TO_END = 20;

    private final FaultTable table = new FaultTable(FaultPlaces.ALL.stream()
            .map(maker -> {
                try (FaultPlace place = maker.get()) {
                    return place.type();
                }
            })
            .toList());

    /** The requests of a run without faults, by type of the place. */
    private final Map<String, List<Request>> requests = new LinkedHashMap<>();

    /** The number of the read that asks for the last page of a long list; empty if the service has no pages. */
    private final Map<String, Optional<Integer>> lastPages = new LinkedHashMap<>();

    private final List<DynamicTest> tests = new ArrayList<>();

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> every_fault_against_every_adapter() {
        each("No fault", this::withoutFault);
        FaultCase.all().forEach(fault -> each(fault.title(), maker -> withFault(fault, maker)));
        each(
                "The last page of a list fails, always",
                maker -> withPages(
                        maker,
                        page -> Fault.answer(FailureKind.UNAVAILABLE).onReads().from(page)));
        each(
                "The service sends pages without an end",
                maker -> withPages(
                        maker, page -> Fault.of(Fault.Type.ENDLESS_PAGES).onReads()));
        each("The token is revoked between two calls", this::withRevokedToken);
        each("The clock jumps a day ahead", maker -> withJump(Duration.ofDays(1), maker));
        each("The clock jumps a day back", maker -> withJump(Duration.ofDays(-1), maker));
        test("full disk", this::onFullDisk);
        test("SIGTERM", this::stopped);
        test("killed at each step of a file", this::killedAtFile);
        test("killed before each write", () -> killed(KILLED_BEFORE, Fault.Type.HANG));
        test("killed after each write", () -> killed(KILLED_AFTER, Fault.Type.ENDLESS_ANSWER));
        test("the page shows what these tests saw", this::comparePage);
        return tests.stream();
    }

    private interface Trial {
        /** Tries a fault on one place; gives what the user saw. */
        Seen on(Supplier<FaultPlace> maker) throws IOException;
    }

    private void each(String title, Trial trial) {
        for (Supplier<FaultPlace> maker : FaultPlaces.ALL) {
            String type = typeOf(maker);
            test(type + ": " + title, () -> table.add(title, type, trial.on(maker)));
        }
    }

    private void test(String name, Executable test) {
        tests.add(DynamicTest.dynamicTest(name, test));
    }

    private static String typeOf(Supplier<FaultPlace> maker) {
        try (FaultPlace place = maker.get()) {
            return place.type();
        }
    }

    private FaultScene scene(FaultPlace place) throws IOException {
        return new FaultScene(place, Files.createTempDirectory(folder.toRealPath(), "run"));
    }

    /** Checks a run with a fault, ends the fault, and checks the two runs after it. */
    private Seen checked(FaultScene scene, Run run) throws IOException {
        String message =
                FaultTable.message(run.out() + run.err(), scene.folder().toString());
        scene.mustBeHonest(run);
        if (run.exitCode() != 0) {
            assertThat(message).as(run.out() + run.err()).isNotEmpty();
        }
        scene.heal();
        if (run.exitCode() == 0) {
            scene.mustBeIdle(FaultCase.QUICK);
        } else {
            scene.mustConverge(FaultCase.QUICK);
        }
        return new Seen(String.valueOf(run.exitCode()), message);
    }

    private Seen withoutFault(Supplier<FaultPlace> maker) throws IOException {
        try (FaultScene scene = scene(maker.get())) {
            Run run = scene.apply(FaultCase.QUICK, Clock.systemUTC());
            requests.put(
                    scene.place().type(),
                    scene.place().server().map(server -> server.requests()).orElse(List.of()));
            scene.mustBeDone(run);
            return checked(scene, run);
        }
    }

    private int count(FaultPlace place, Access access) {
        return (int) requests.get(place.type()).stream()
                .filter(request -> request.access() == access)
                .count();
    }

    private Seen withFault(FaultCase fault, Supplier<FaultPlace> maker) throws IOException {
        try (FaultScene scene = scene(maker.get())) {
            FaultPlace place = scene.place();
            if (place.server().isPresent()) {
                if (fault.onWrites() && count(place, Access.WRITE) == 0) {
                    return Seen.NOTHING;
                }
                fault.service().begin(scene);
                Run run = scene.apply(fault.settings(), Clock.systemUTC());
                assertThat(scene.wasHit()).as(run.out() + run.err()).isTrue();
                return checked(scene, run);
            }
            if (fault.file().isEmpty()) {
                return Seen.NOTHING;
            }
            Path file = scene.folder().resolve("people.csv");
            byte[] before = Files.readAllBytes(file);
            fault.file().get().on(file);
            long size = Files.size(file);
            Run run = scene.apply(fault.settings(), Clock.systemUTC());
            assertThat(file).as("a damaged file stays as it is").hasSize(size);
            Files.write(file, before);
            return checked(scene, run);
        }
    }

    /** A service sends a list in pages if a longer list takes more calls of one operation. */
    private Seen withPages(Supplier<FaultPlace> maker, IntFunction<Fault> fault) throws IOException {
        Optional<Integer> lastPage = lastPages.get(typeOf(maker));
        if (lastPage == null) {
            try (FaultScene scene = scene(large(maker))) {
                scene.mustBeDone(scene.apply(FaultCase.QUICK, Clock.systemUTC()));
                lastPage = scene.place().server().flatMap(server -> lastPage(scene.place(), server.requests()));
                lastPages.put(scene.place().type(), lastPage);
            }
        }
        if (lastPage.isEmpty()) {
            return Seen.NOTHING;
        }
        try (FaultScene scene = scene(large(maker))) {
            scene.inject(fault.apply(lastPage.get()));
            Run run = scene.apply(FaultCase.QUICK, Clock.systemUTC());
            if (run.exitCode() == 0) { // the service was not asked for a page after the first
                scene.mustBeDone(run);
                return Seen.NOTHING;
            }
            assertThat(scene.requests(Access.WRITE)).isZero();
            return checked(scene, run);
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
        try (FaultScene scene = scene(maker.get())) {
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
            return checked(scene, scene.apply(FaultCase.QUICK, Clock.systemUTC()));
        }
    }

    private Seen withJump(Duration jump, Supplier<FaultPlace> maker) throws IOException {
        JumpingClock still = new JumpingClock(Integer.MAX_VALUE, jump);
        try (FaultScene scene = scene(maker.get())) {
            scene.mustBeDone(scene.apply(FaultCase.QUICK, still));
        }
        TreeSet<String> exitCodes = new TreeSet<>();
        String message = "";
        int step = jump.isNegative() ? 4 : 2;
        for (int moment = 0; moment <= still.asked(); moment += step) {
            try (FaultScene scene = scene(maker.get())) {
                Run run = scene.apply(FaultCase.QUICK, new JumpingClock(moment, jump));
                exitCodes.add(String.valueOf(run.exitCode()));
                if (run.exitCode() == 0) {
                    scene.mustBeDone(run);
                } else {
                    message = checked(scene, run).message();
                }
            }
        }
        return new Seen(String.join(" or ", exitCodes), message);
    }

    private void onFullDisk() throws Exception {
        for (boolean isFile : List.of(true, false)) {
            withFullDisk("The disk is full", 0, place -> place.server().isEmpty() == isFile);
        }
        for (int blocks : List.of(2, 16)) {
            withFullDisk("The disk fills up after " + blocks * BLOCK + " bytes", blocks, place -> true);
        }
    }

    private void withFullDisk(String title, int blocks, Predicate<FaultPlace> which) throws Exception {
        Path here = Files.createTempDirectory(folder.toRealPath(), "disk");
        try (FaultGroup group = new FaultGroup(here, which)) {
            CommandLine.Run run = group.runOnFullDisk(blocks);
            String ofJournal = run.out()
                    .lines()
                    .filter(line -> line.startsWith("The journal in ") || line.contains("is not recorded to its end"))
                    .collect(Collectors.joining("\n"));
            assertThat(run.out()).doesNotContain("A listener failed after");
            for (FaultScene scene : group.scenes()) {
                String ofPlace = FaultGroup.linesOf(scene.place().type(), run.out());
                String message = FaultTable.message(
                        ofPlace.contains("FAILED") && blocks == 0 ? ofPlace : ofJournal, here.toString());
                assertThat(message).as(run.out()).isNotEmpty();
                table.add(title, scene.place().type(), new Seen(String.valueOf(run.exitCode()), message));
            }
            assertThat(group.mustConverge().err()).doesNotContain("leaves no journal");
        }
    }

    private void stopped() throws Exception {
        Path here = Files.createTempDirectory(folder.toRealPath(), "stop");
        try (FaultGroup group = new FaultGroup(here, place -> place.server().isPresent())) {
            for (FaultScene scene : group.scenes()) {
                scene.inject(
                        Fault.of(Fault.Type.HANG).onWrites().from(Math.min(2, count(scene.place(), Access.WRITE))));
            }
            Process process = group.start();
            group.awaitWrites(process, 2, writes());
            process.destroy();
            assertThat(process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)).isTrue();
            for (FaultScene scene : group.scenes()) {
                String type = scene.place().type();
                String message = FaultTable.message(FaultGroup.linesOf(type, group.output()), here.toString());
                assertThat(message).as(group.output()).isNotEmpty();
                table.add("SIGTERM during a write", type, new Seen(String.valueOf(process.exitValue()), message));
            }
            group.mustBeRecorded(FaultScene.lastRun(here), group.output());
            assertThat(FaultScene.lastRun(here).result()).isEqualTo("interrupted");
            assertThat(group.mustConverge().err()).doesNotContain(CUT_SHORT);
        }
    }

    private void killed(String title, Fault.Type fault) throws Exception {
        Map<String, Integer> writes = writes();
        Map<String, Seen> seen = new LinkedHashMap<>();
        int most = writes.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        for (int number = 1; number <= most; number++) {
            Path here = Files.createTempDirectory(folder.toRealPath(), "kill");
            int least = number;
            try (FaultGroup group = new FaultGroup(here, place -> writes.getOrDefault(place.type(), 0) >= least)) {
                for (FaultScene scene : group.scenes()) {
                    scene.inject(Fault.of(fault).onWrites().from(number));
                }
                Process process = group.start();
                group.awaitWrites(process, number, writes);
                process.destroyForcibly();
                assertThat(process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)).isTrue();
                group.mustBeRecorded(cutShort(here), group.output());
                String next = group.mustConverge().err();
                assertThat(next).contains(CUT_SHORT);
                for (FaultScene scene : group.scenes()) {
                    String type = scene.place().type();
                    seen.putIfAbsent(
                            type,
                            new Seen(
                                    process.exitValue() + " (" + counted(writes.get(type)) + ")",
                                    FaultTable.message(next, here.toString())));
                }
            }
        }
        seen.forEach((type, cell) -> table.add(title, type, cell));
    }

    private static dev.gosync.journal.Run cutShort(Path here) {
        dev.gosync.journal.Run run = FaultScene.lastRun(here);
        assertThat(run.hasEnded()).isFalse();
        return run;
    }

    private static String counted(int writes) {
        return writes + (writes == 1 ? " write" : " writes");
    }

    /** A process that ends before each step that changes the file, or a file that the write needs for a moment. */
    private void killedAtFile() throws Exception {
        String message = "";
        int exitCode = HaltingProgram.KILLED;
        int steps = -1;
        while (exitCode == HaltingProgram.KILLED) {
            steps++;
            try (FaultScene scene = scene(FaultPlaces.ALL.get(0).get())) {
                scene.configure(FaultCase.QUICK);
                exitCode = HaltingProgram.run(scene.folder(), "people.csv", steps + 1);
                scene.mustBeWithinPlan("step " + steps);
                if (exitCode == HaltingProgram.KILLED) {
                    scene.mustBeRecorded(cutShort(scene.folder()), entry -> true);
                    String next = scene.mustConverge(FaultCase.QUICK).err();
                    assertThat(next).contains(CUT_SHORT);
                    message = message.isEmpty() ? FaultTable.message(next, "") : message;
                    assertThat(scene.folder().toFile().list()).noneMatch(name -> name.endsWith(".go-sync-new"));
                }
            }
        }
        assertThat(exitCode).isZero();
        assertThat(steps).isGreaterThan(5);
        Seen seen = new Seen(HaltingProgram.KILLED + " (" + counted(steps) + ")", message);
        table.add(KILLED_BEFORE, "file", seen);
        table.add(KILLED_AFTER, "file", seen);
    }

    private Map<String, Integer> writes() {
        Map<String, Integer> writes = new LinkedHashMap<>();
        requests.forEach((type, all) -> writes.put(type, (int)
                all.stream().filter(request -> request.access() == Access.WRITE).count()));
        return writes;
    }

    private void comparePage() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertThat(page).contains(BEGIN, END);
        if (Boolean.getBoolean(REWRITE)) {
            Files.writeString(PAGE, page.substring(0, begin) + table.markdown() + page.substring(end));
            return;
        }
        List<String> seen = table.markdown().lines().toList();
        List<String> shown = page.substring(begin, end).lines().toList();
        for (int i = 0; i < Math.max(seen.size(), shown.size()); i++) {
            assertThat(i < seen.size() ? seen.get(i) : "(nothing)")
                    .as("%s shows what the tests saw. If this is right, run them with -D%s=true", PAGE, REWRITE)
                    .isEqualTo(i < shown.size() ? shown.get(i) : "(nothing)");
        }
    }
}
