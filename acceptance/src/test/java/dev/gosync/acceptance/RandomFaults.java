package dev.gosync.acceptance;

import dev.gosync.adapter.FailureKind;
import dev.gosync.testkit.Fault;
import dev.gosync.testkit.Malformed;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Faults of a service, as in the chaos run of the test kit, and a service that nobody can connect to. */
final class RandomFaults {
    private static final List<FailureKind> ANSWERS = List.of(
            FailureKind.UNAVAILABLE, FailureKind.PERMISSION, FailureKind.AUTHENTICATION, FailureKind.INVALID_REQUEST);

    private static final List<Malformed> MALFORMED = List.of(Malformed.values());

    private RandomFaults() {}

    static Fault next(Random random) {
        Fault fault = switch (random.nextInt(9)) {
            case 0 -> Fault.of(Fault.Type.RESET);
            case 1, 2 -> Fault.of(Fault.Type.LOST_ANSWER);
            case 3 -> Fault.of(Fault.Type.PROXY_ERROR);
            case 4 -> Fault.rateLimited(Duration.ofSeconds(random.nextBoolean() ? 20 : 4000));
            case 5 -> Fault.malformed(MALFORMED.get(random.nextInt(MALFORMED.size())));
            default -> Fault.answer(ANSWERS.get(random.nextInt(ANSWERS.size())));
        };
        Fault placed = fault.from(1 + random.nextInt(random.nextInt(3) == 0 ? 12 : 4));
        placed = random.nextInt(3) == 0 ? placed : placed.times(1 + random.nextInt(4));
        return switch (random.nextInt(3)) {
            case 0 -> placed.onReads();
            case 1 -> placed.onWrites();
            default -> placed;
        };
    }
}
