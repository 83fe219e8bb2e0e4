package dev.gosync.acceptance;

import dev.gosync.acceptance.FaultTable.Seen;
import dev.gosync.cli.ProgramInProcess.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Jumps of the clock at many moments of a run, for every adapter. The checks and the page are those of {@link ReliabilityTest}. */
@DisabledOnOs(OS.WINDOWS) // the page shows messages of Linux and macOS
@Tag("same-on-every-jdk")
final class ClockReliabilityTest {
    private final FaultTrials trials;

    ClockReliabilityTest(@TempDir Path folder) {
        trials = new FaultTrials(folder);
    }

    @TestFactory
    Stream<DynamicTest> every_jump_of_the_clock_against_every_adapter() {
        trials.add("The clock jumps a day ahead", maker -> withJump(Duration.ofDays(1), maker));
        trials.add("The clock jumps a day back", maker -> withJump(Duration.ofDays(-1), maker));
        return trials.tests(ClockReliabilityTest.class);
    }

    private Seen withJump(Duration jump, Supplier<FaultPlace> maker) throws IOException {
        JumpingClock still = new JumpingClock(Integer.MAX_VALUE, jump);
        try (FaultScene scene = trials.scene(maker.get())) {
            scene.mustBeDone(scene.apply(FaultCase.QUICK, still));
        }
        TreeSet<String> exitCodes = new TreeSet<>();
        String message = "";
        int step = jump.isNegative() ? 4 : 2;
        for (int moment = 0; moment <= still.asked(); moment += step) {
            try (FaultScene scene = trials.scene(maker.get())) {
                Run run = scene.apply(FaultCase.QUICK, new JumpingClock(moment, jump));
                exitCodes.add(String.valueOf(run.exitCode()));
                if (run.exitCode() == 0) {
                    scene.mustBeDone(run);
                } else {
                    message = trials.checked(scene, run).message();
                }
            }
        }
        return new Seen(String.join(" or ", exitCodes), message);
    }
}
