package dev.gosync.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.cli.ProgramInProcess;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Request.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Several destinations of one sync, which a process of its own changes in parallel. */
final class FaultGroup implements AutoCloseable {
    private static final String SETTINGS = """
            parallel: 20
            timeout: 60s
            retry: { first-wait: 1ms, longest-wait: 2ms, deadline: 60s }""";

    private final Path folder;
    private final List<FaultScene> scenes = new ArrayList<>();

    FaultGroup(Path folder, Predicate<FaultPlace> which) throws IOException {
        this.folder = folder;
        for (var maker : FaultPlaces.ALL) {
            FaultPlace place = maker.get();
            if (!place.isSource() && which.test(place)) {
                scenes.add(new FaultScene(place, folder));
            } else {
                place.close();
            }
        }
        String destinations = scenes.stream()
                .map(scene -> "      - { name: " + scene.place().type() + ", "
                        + scene.place().type() + ": " + scene.place().entry(scene.address()) + " }\n")
                .collect(Collectors.joining());
        Files.writeString(folder.resolve(FaultScene.CONFIGURATION), """
                %s
                syncs:
                  - name: people
                    source: { file: { path: wanted.txt } }
                    destinations:
                %s""".formatted(SETTINGS, destinations));
    }

    List<FaultScene> scenes() {
        return scenes;
    }

    /** Starts the program. */
    Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(new CommandLine(folder)
                        .options(List.of("-XX:+UseSerialGC"))
                        .command("apply", FaultScene.CONFIGURATION, "--yes"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put(FaultPlaces.VARIABLE, Conditions.SECRET);
        return builder.start();
    }

    /**
     * Runs the program in a process that can write only so much to a file, as on a disk that is full or fills up.
     *
     * @param blocks how many blocks of 512 bytes
     */
    CommandLine.Run runOnFullDisk(int blocks) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -f " + blocks + "; exec \"$@\" 2>&1", "sh"));
        command.addAll(new CommandLine(folder)
                .options(List.of("-XX:+UseSerialGC"))
                .command("apply", FaultScene.CONFIGURATION, "--yes"));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put(FaultPlaces.VARIABLE, Conditions.SECRET);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new CommandLine.Run(process.waitFor(), output, "");
    }

    String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    /** Waits until each service has seen as many writes, or all that it gets. */
    void awaitWrites(Process process, int number, Map<String, Integer> all) throws InterruptedException, IOException {
        for (FaultScene scene : scenes) {
            int expected = Math.min(number, all.getOrDefault(scene.place().type(), 0));
            while (scene.place().server().isPresent() && scene.requests(Access.WRITE) < expected) {
                assertThat(process.waitFor(2, TimeUnit.MILLISECONDS))
                        .as("ended before its write %s to %s: %s", expected, scene.place(), output())
                        .isFalse();
            }
        }
    }

    /** {@return the lines about one destination in the result of a run} */
    static String linesOf(String type, String output) {
        StringBuilder lines = new StringBuilder();
        boolean isOf = false;
        for (String line : output.lines().toList()) {
            if (!line.startsWith("    ")) {
                isOf = line.startsWith("  " + type + ":");
            }
            lines.append(isOf ? line + "\n" : "");
        }
        return lines.toString();
    }

    /** Checks every destination after a run that was cut short, then runs twice without faults. */
    ProgramInProcess.Run mustConverge() throws IOException {
        for (FaultScene scene : scenes) {
            scene.mustBeWithinPlan(scene.place().type());
            scene.heal();
        }
        ProgramInProcess.Run next = run();
        for (FaultScene scene : scenes) {
            scene.mustBeDone(next);
        }
        ProgramInProcess.Run idle = run();
        assertThat(idle.out()).contains("Nothing to do.");
        for (FaultScene scene : scenes) {
            scene.mustBeDone(idle);
        }
        return next;
    }

    /** Checks that the journal of a run that was cut short accounts for every change at every destination. */
    void mustBeRecorded(dev.gosync.journal.Run run, String plan) throws IOException {
        for (FaultScene scene : scenes) {
            Matcher line =
                    Pattern.compile("(?m)^  " + scene.place() + " \\((.*)\\): ").matcher(plan);
            assertThat(line.find()).as(plan).isTrue();
            scene.mustBeRecorded(run, entry -> entry.place().equals(line.group(1)));
        }
    }

    private ProgramInProcess.Run run() {
        return ProgramInProcess.run(
                folder,
                Map.of(FaultPlaces.VARIABLE, Conditions.SECRET),
                Clock.systemUTC(),
                "apply",
                FaultScene.CONFIGURATION,
                "--yes");
    }

    @Override
    public void close() {
        scenes.forEach(FaultScene::close);
    }
}
