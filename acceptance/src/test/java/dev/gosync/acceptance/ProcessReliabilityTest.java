package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gosync.acceptance.FaultTable.Seen;
import dev.gosync.testkit.Fault;
import dev.gosync.testkit.Request.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults of the machine: a full disk, SIGTERM, and a process that is killed at each write. Each hits the whole program in a
 * process of its own. The checks and the page are those of {@link ReliabilityTest}.
 */
@DisabledOnOs(OS.WINDOWS) // has no SIGTERM and no ulimit
@Tag("same-on-every-jdk")
final class ProcessReliabilityTest {
    private static final String KILLED_BEFORE = "Killed at each write, before it takes effect";
    private static final String KILLED_AFTER = "Killed at each write, after it took effect";
    private static final String CUT_SHORT = " was cut short: ";
    private static final int BLOCK = 512;
    private static final int SECONDS_TO_END = 20;

    private final FaultTable table = new FaultTable(FaultPlaces.types());

    /** How many writes each service gets in a run without faults, by type of the place. */
    private final Map<String, Integer> writes = new LinkedHashMap<>();

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> every_fault_of_the_machine() {
        return Stream.of(
                dynamicTest("no fault", this::withoutFault),
                dynamicTest("full disk", this::onFullDisk),
                dynamicTest("SIGTERM", this::stopped),
                dynamicTest("killed at each step of a file", this::killedAtFile),
                dynamicTest("killed before each write", () -> killed(KILLED_BEFORE, Fault.Type.HANG)),
                dynamicTest("killed after each write", () -> killed(KILLED_AFTER, Fault.Type.ENDLESS_ANSWER)),
                dynamicTest(
                        "the page shows what these tests saw",
                        () -> new FaultPage(ProcessReliabilityTest.class).mustShow(table)));
    }

    private Path folder(String name) throws IOException {
        return Files.createTempDirectory(folder.toRealPath(), name);
    }

    private void withoutFault() throws IOException {
        try (FaultGroup group =
                new FaultGroup(folder("run"), place -> place.server().isPresent())) {
            group.mustConverge();
            for (FaultScene scene : group.scenes()) {
                writes.put(scene.place().type(), scene.requests(Access.WRITE));
            }
        }
        assertThat(writes.values()).isNotEmpty().allMatch(count -> count > 0);
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
        Path here = folder("disk");
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
        Path here = folder("stop");
        try (FaultGroup group = new FaultGroup(here, place -> place.server().isPresent())) {
            for (FaultScene scene : group.scenes()) {
                scene.inject(Fault.of(Fault.Type.HANG)
                        .onWrites()
                        .from(Math.min(2, writes.get(scene.place().type()))));
            }
            Process process = group.start();
            group.awaitWrites(process, 2, writes);
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
        Map<String, Seen> seen = new LinkedHashMap<>();
        int most = writes.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        for (int number = 1; number <= most; number++) {
            Path here = folder("kill");
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
            try (FaultScene scene = new FaultScene(FaultPlaces.ALL.get(0).get(), folder("run"))) {
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
}
