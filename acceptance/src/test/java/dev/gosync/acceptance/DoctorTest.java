package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.FailureKind;
import dev.gosync.cli.ProgramInProcess;
import dev.gosync.cli.ProgramInProcess.Run;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Fault;
import dev.gosync.testkit.Request.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@code go-sync doctor} against the fake of each service. */
final class DoctorTest {
    private static final int FEWEST_PLACES = 13;

    @TempDir
    private Path folder;

    private static Run doctor(Path folder) {
        return ProgramInProcess.run(
                folder,
                Map.of(FaultPlaces.VARIABLE, Conditions.SECRET),
                Clock.systemUTC(),
                "doctor",
                FaultScene.CONFIGURATION,
                "--debug");
    }

    private static List<String> rights(String type) {
        return ServiceLoader.load(AdapterProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.type().equals(type))
                .findFirst()
                .orElseThrow()
                .rights();
    }

    @TestFactory
    Stream<DynamicTest> a_missing_permission_is_told_with_the_rights_and_without_a_secret() {
        List<DynamicTest> tests = new ArrayList<>();
        for (var maker : FaultPlaces.ALL) {
            try (FaultPlace place = maker.get()) {
                if (place.server().isPresent()) {
                    tests.add(DynamicTest.dynamicTest(place.type(), () -> {
                        try (FaultPlace fresh = maker.get()) {
                            mustTellRights(fresh);
                        }
                    }));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThanOrEqualTo(FEWEST_PLACES);
        return tests.stream();
    }

    private static int tokens(FaultPlace place) {
        return (int) place.server().orElseThrow().requests().stream()
                .filter(request -> request.operation().equals("token"))
                .count();
    }

    private void mustTellRights(FaultPlace place) throws IOException {
        Path own = Files.createDirectory(folder.resolve(place.type()));
        try (FaultScene scene = new FaultScene(place, own)) {
            scene.configure(FaultCase.QUICK);
            Run before = doctor(own);
            // A missing permission still lets the client get a token.
            Fault fault = Fault.answer(FailureKind.PERMISSION).onReads().from(1 + tokens(place));
            // With a key file, the client does not hold the secret that the answer would repeat.
            boolean hasSecret = place.entry("").contains(FaultPlaces.SECRET);
            scene.inject(hasSecret ? fault.tellingSecret() : fault);

            Run refused = doctor(own);

            String output = refused.out() + refused.err();
            assertThat(before.exitCode()).as(before.out() + before.err()).isZero();
            assertThat(refused.exitCode()).as(output).isEqualTo(1);
            assertThat(refused.out())
                    .containsPattern("(?m)^FAILED  .* of " + place.type() + "\\): .* \\(permission\\)\\. .+\\n"
                            + "        What the credentials must be allowed to do:$")
                    .contains("2 places were tried: 1 ok, 1 failed. Nothing was written.");
            assertThat(rights(place.type()))
                    .isNotEmpty()
                    .allSatisfy(right -> assertThat(refused.out()).contains("          - " + right));
            assertThat(output).doesNotContain(Conditions.SECRET, "PRIVATE KEY");
            assertThat(scene.requests(Access.WRITE)).isZero();
        }
    }
}
