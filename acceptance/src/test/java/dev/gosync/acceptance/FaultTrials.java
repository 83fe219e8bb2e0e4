package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.acceptance.FaultTable.Seen;
import dev.gosync.cli.ProgramInProcess.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** A table of faults: each row is a fault, and each cell is a test that tries it on one place. */
final class FaultTrials {
    /** Tries a fault. */
    interface Trial {
        /** Tries a fault on one place; gives what the user saw. */
        Seen on(Supplier<FaultPlace> maker) throws IOException;
    }

    private final Path folder;
    private final FaultTable table = new FaultTable(FaultPlaces.types());
    private final List<DynamicTest> tests = new ArrayList<>();

    /**
     * A table without rows.
     *
     * @param folder for the folders of the runs
     */
    FaultTrials(Path folder) {
        this.folder = folder;
    }

    /** Adds a row. */
    void add(FaultCase fault) {
        add(fault.title(), maker -> seen(fault, maker));
    }

    /** Adds a row. */
    void add(String title, Trial trial) {
        for (Supplier<FaultPlace> maker : FaultPlaces.ALL) {
            String type = FaultPlaces.typeOf(maker);
            tests.add(DynamicTest.dynamicTest(type + ": " + title, () -> table.add(title, type, trial.on(maker))));
        }
    }

    /** {@return a test for each cell, and one for the part of the page that a class of tests writes} */
    Stream<DynamicTest> tests(Class<?> writer) {
        DynamicTest page = DynamicTest.dynamicTest(
                "the page shows what these tests saw", () -> new FaultPage(writer).mustShow(table));
        return Stream.concat(tests.stream(), Stream.of(page));
    }

    FaultScene scene(FaultPlace place) throws IOException {
        return new FaultScene(place, Files.createTempDirectory(folder.toRealPath(), "run"));
    }

    /** Checks a run with a fault, ends the fault, and checks the two runs after it. */
    Seen checked(FaultScene scene, Run run) throws IOException {
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

    private Seen seen(FaultCase fault, Supplier<FaultPlace> maker) throws IOException {
        try (FaultScene scene = scene(maker.get())) {
            FaultPlace place = scene.place();
            if (place.server().isPresent()) {
                if (fault.onWrites() && place.isSource()) {
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
}
