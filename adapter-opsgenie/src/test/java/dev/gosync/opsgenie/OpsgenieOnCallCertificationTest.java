package dev.gosync.opsgenie;

import dev.gosync.adapter.Source;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.HttpSourceHarness;
import dev.gosync.testkit.Limitation;
import dev.gosync.testkit.SourceContract;
import dev.gosync.testkit.SourceHarness;
import java.util.Collection;
import java.util.List;
import java.util.Set;

class OpsgenieOnCallCertificationTest extends SourceContract {
    @Override
    protected SourceHarness harness() {
        return new HttpSourceHarness<>(new OpsgenieFake(), OpsgenieFake.SCHEDULE) {
            @Override
            protected Source adapter(Conditions conditions) {
                return Opsgenie.builder(conditions.secret())
                        .baseUrl(fake.address())
                        .retry(conditions.retry())
                        .build()
                        .onCall(OpsgenieFake.SCHEDULE);
            }

            @Override
            public void seed(Collection<String> things) {
                fake.alsoOnDuty(things);
            }

            @Override
            public Set<String> members() {
                return Set.copyOf(fake.onDuty());
            }

            @Override
            public List<String> memberList() {
                return fake.onDuty();
            }
        };
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.NO_NAMELESS_MEMBERS, Limitation.KEEPS_NOBODY);
    }
}
