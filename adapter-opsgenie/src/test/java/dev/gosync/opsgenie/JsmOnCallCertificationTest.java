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

class JsmOnCallCertificationTest extends SourceContract {
    @Override
    protected SourceHarness harness() {
        return new HttpSourceHarness<>(new JsmFake(), JsmFake.SCHEDULE_ID) {
            @Override
            protected Source adapter(Conditions conditions) {
                return JiraOperations.builder(JsmFake.CLOUD, JsmFake.EMAIL, conditions.secret())
                        .baseUrl(fake.address())
                        .retry(conditions.retry())
                        .build()
                        .onCall(JsmFake.SCHEDULE_ID);
            }

            @Override
            public void seed(Collection<String> things) {
                fake.alsoOnDuty(things);
            }

            @Override
            public void seedNameless(int count) {
                fake.hiddenOnDuty(count);
            }

            @Override
            public Set<String> members() {
                return Set.copyOf(fake.onDuty());
            }

            @Override
            public List<String> memberList() {
                return fake.onDuty();
            }

            @Override
            public int namelessMembers() {
                return fake.hiddenOnDuty();
            }
        };
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.KEEPS_NOBODY);
    }
}
