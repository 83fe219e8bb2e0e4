package dev.gosync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.gosync.testkit.BrokenAdapters.Broken;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Every mistake of {@link BrokenAdapters} is caught by the rules named there, by no others, and with the right words. */
class ProofTest {
    /** Whom the patients take after; one at a time. */
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

    @TestFactory
    Stream<DynamicTest> eachMistakeIsCaught() {
        return BrokenAdapters.all().stream()
                .map(each -> DynamicTest.dynamicTest(each.toString(), () -> mustBeCaught(each)));
    }

    private static void mustBeCaught(Broken each) {
        broken = each;
        Class<?> contract = each.writable() ? BrokenAdapter.class : BrokenSource.class;

        Map<String, Throwable> failed = failures(contract);

        assertThat(failed.keySet()).containsExactlyInAnyOrderElementsOf(each.caughtBy());
        failed.forEach((number, failure) -> {
            assertThat(failure)
                    .hasMessageMatching("(?s)\\[" + number + "] [a-z ]+: expected .+, but .+; check that .+");
            assertThat(causes(failure)).noneMatch(NullPointerException.class::isInstance);
        });
        assertThat(failed.get(each.caughtBy().get(0))).hasMessageContaining(each.message());
    }

    private static List<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .toList();
    }

    private static Map<String, Throwable> failures(Class<?> contract) {
        Map<String, Throwable> failures = new LinkedHashMap<>();
        EngineTestKit.engine("junit-jupiter")
                .configurationParameter(Certification.CALL_TIMEOUT, "25")
                .configurationParameter(Certification.DIRECTORY, "target/proofs")
                .selectors(selectClass(contract))
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
