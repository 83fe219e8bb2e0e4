package dev.gosync.google;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.gosync.adapter.Adapter;
import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Harness;
import dev.gosync.testkit.HttpHarness;
import dev.gosync.testkit.Limitation;
import java.util.Collection;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;

/** Certifies groups. Google has no read-only groups. */
class GoogleGroupCertificationTest extends AdapterContract {
    @BeforeAll
    static void warmUp() throws InterruptedException {
        TestWorkspace.warmUp();
    }

    @Override
    protected Harness harness() {
        return new HttpHarness<>(new GoogleFake(), GoogleFake.GROUP) {
            @Override
            protected Adapter adapter(Conditions conditions) {
                return GoogleWorkspace.builder(GoogleCredentials.create(new AccessToken(conditions.secret(), null)))
                        .baseUrl(fake.root())
                        .retry(conditions.retry())
                        .build()
                        .group(place());
            }

            @Override
            public void introduce(Collection<String> things) {
                fake.introduce(things);
            }

            @Override
            public void forbid(Collection<String> things) {
                fake.forbid(things);
            }

            @Override
            public void seed(Collection<String> things) {
                fake.join(place(), things, "MEMBER");
            }

            @Override
            public void seedNameless(int count) {
                for (int i = 0; i < count; i++) {
                    fake.joinEverybody(place());
                }
            }

            @Override
            public void seedKept(Collection<String> things) {
                fake.join(place(), things, "OWNER");
            }

            @Override
            public Set<String> members() {
                return fake.members(place(), "MEMBER", "MANAGER", "OWNER");
            }

            @Override
            public int namelessMembers() {
                return fake.count(place(), "CUSTOMER");
            }

            @Override
            public Set<String> keptMembers() {
                return fake.members(place(), "MANAGER", "OWNER");
            }
        };
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.NEVER_READ_ONLY);
    }
}
