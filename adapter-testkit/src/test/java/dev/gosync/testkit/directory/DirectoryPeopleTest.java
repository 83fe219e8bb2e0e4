package dev.gosync.testkit.directory;

import dev.gosync.adapter.Source;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.HttpSourceHarness;
import dev.gosync.testkit.Limitation;
import dev.gosync.testkit.SourceContract;
import dev.gosync.testkit.SourceHarness;
import java.util.Collection;
import java.util.Set;

/** The reference source holds the whole contract of a source. */
class DirectoryPeopleTest extends SourceContract {
    @Override
    protected SourceHarness harness() {
        DirectoryFake directory = new DirectoryFake();
        return new HttpSourceHarness<>(directory, directory.address().getAuthority()) {
            @Override
            protected Source adapter(Conditions conditions) {
                return new DirectoryPeople(fake.address(), conditions.secret(), conditions.retry());
            }

            @Override
            public void seed(Collection<String> things) {
                fake.introduce(things);
            }

            @Override
            public void seedNameless(int count) {
                fake.joinBots(count);
            }

            @Override
            public Set<String> members() {
                return fake.people();
            }

            @Override
            public int namelessMembers() {
                return fake.bots();
            }
        };
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.KEEPS_NOBODY);
    }
}
