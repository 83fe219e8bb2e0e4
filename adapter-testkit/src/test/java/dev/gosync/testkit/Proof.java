package dev.gosync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/**
 * Mistakes, each made by an adapter (or a harness) that is right otherwise. The first rule named with a mistake is the first
 * that fails, with the right words, and the rules after it are not run. With {@code
 * -Ddev.gosync.testkit.whole-proofs=true} all rules are run: then just those fail that are named with the mistake. "Go:"
 * marks a mistake of the Go original.
 */
@Tag("same-on-every-jdk")
abstract class Proof {
    /** The rule with random histories: which other mistakes it meets depends on the seeds. */
    private static final String CHAOS = "Z-1";

    /** The rule about places that share something. A later rule uses two at once, and may fail or not. */
    private static final String SHARED = "H-3";

    /** Whether all rules are run for each mistake, which takes twice as long. */
    private static final boolean WHOLE = Boolean.getBoolean("dev.gosync.testkit.whole-proofs");

    /** The mistake that is certified at the moment. */
    private static Broken broken;

    @OnlyInsideATest
    static class BrokenAdapter extends AdapterContract {
        @Override
        protected Harness harness() {
            return broken.harness().get();
        }

        @Override
        protected Set<Limitation> limitations() {
            return broken.limitations();
        }
    }

    @OnlyInsideATest
    static class BrokenSource extends SourceContract {
        @Override
        protected SourceHarness harness() {
            return broken.harness().get();
        }

        @Override
        protected Set<Limitation> limitations() {
            return broken.limitations();
        }
    }

    abstract List<Broken> mistakes();

    /** Those of all proofs. */
    static List<Broken> allMistakes() {
        return Stream.of(
                        new HarnessesAndReadsProofTest(),
                        new WritesProofTest(),
                        new ChangesProofTest(),
                        new ErrorsProofTest(),
                        new CallsProofTest(),
                        new RequestsProofTest(),
                        new MembersProofTest(),
                        new DeclarationsProofTest(),
                        new AnswersProofTest())
                .flatMap(proof -> proof.mistakes().stream())
                .toList();
    }

    @TestFactory
    final Stream<DynamicTest> eachMistakeIsCaught() {
        return mistakes().stream().map(each -> DynamicTest.dynamicTest(each.toString(), () -> mustBeCaught(each)));
    }

    private void mustBeCaught(Broken each) {
        broken = each;
        Class<?> contract = each.writable() ? BrokenAdapter.class : BrokenSource.class;

        String first = each.caughtBy().get(0);
        boolean whole = WHOLE && !first.equals(SHARED);

        Map<String, Throwable> failed = failures(contract, whole ? Rules.ORDER : upTo(first));
        if (!each.caughtBy().contains(CHAOS)) {
            failed.remove(CHAOS);
        }

        assertThat(failed.keySet()).containsExactlyInAnyOrderElementsOf(whole ? each.caughtBy() : List.of(first));
        assertThat(failed.keySet())
                .as("the rule that names the mistake comes first")
                .startsWith(first);
        failed.forEach((number, failure) -> {
            assertThat(failure)
                    .hasMessageMatching("(?s)\\[" + number + "] [a-z ]+: expected .+, but .+; check that .+");
            assertThat(causes(failure)).noneMatch(NullPointerException.class::isInstance);
        });
        assertThat(failed.get(first)).hasMessageContaining(each.message());
    }

    private static List<String> upTo(String rule) {
        return Rules.ORDER.subList(0, Rules.ORDER.indexOf(rule) + 1);
    }

    private static List<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .toList();
    }

    private Map<String, Throwable> failures(Class<?> contract, List<String> rules) {
        Map<String, Throwable> failures = new LinkedHashMap<>();
        EngineTestKit.engine("junit-jupiter")
                .configurationParameter(Certification.CALL_TIMEOUT, "25")
                .configurationParameter(Certification.PATIENCE, "1000")
                .configurationParameter(Certification.CHAOS_SEEDS, "1,2")
                .configurationParameter(
                        Certification.DIRECTORY, "target/proofs/" + getClass().getSimpleName())
                .selectors(Rules.of(contract).stream()
                        .filter(rule -> rules.contains(rule.number()))
                        .map(rule -> selectMethod(contract, rule.method()))
                        .toArray(DiscoverySelector[]::new))
                .execute()
                .testEvents()
                .failed()
                .list()
                .forEach(event -> failures.put(number(event), failure(event)));
        return failures;
    }

    private static String number(Event event) {
        return event.getTestDescriptor().getDisplayName().replaceAll("^\\[|].*", "");
    }

    private static Throwable failure(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }
}
