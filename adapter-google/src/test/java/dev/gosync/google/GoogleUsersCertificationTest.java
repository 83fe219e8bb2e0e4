package dev.gosync.google;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.gosync.adapter.Source;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.HttpSourceHarness;
import dev.gosync.testkit.Limitation;
import dev.gosync.testkit.SourceContract;
import dev.gosync.testkit.SourceHarness;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;

/** Certifies users as a source; suspended users play the members without a usable identifier. */
class GoogleUsersCertificationTest extends SourceContract {
    @BeforeAll
    static void warmUp() throws InterruptedException {
        GoogleFixture.warmUp();
    }

    @Override
    protected SourceHarness harness() {
        return new HttpSourceHarness<>(new GoogleFake(), "/R&D/O'Brien\\s") {
            private int suspended;

            @Override
            protected Source adapter(Conditions conditions) {
                return GoogleWorkspace.builder(GoogleCredentials.create(new AccessToken(conditions.secret(), null)))
                        .baseUrl(fake.root())
                        .retry(conditions.retry())
                        .build()
                        .usersOfOrgUnit(place());
            }

            @Override
            public void seed(Collection<String> things) {
                fake.move(things, place());
            }

            @Override
            public void seedNameless(int count) {
                for (int i = 0; i < count; i++) {
                    String email = "suspended" + suspended++ + "@example.com";
                    fake.move(List.of(email), place() + "/Left");
                    fake.suspend(List.of(email));
                }
            }

            @Override
            public Set<String> members() {
                return fake.activeUsers();
            }

            @Override
            public int namelessMembers() {
                return fake.suspended();
            }
        };
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.KEEPS_NOBODY);
    }
}
