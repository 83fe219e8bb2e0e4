package dev.gosync.acceptance;

import dev.gosync.terraform.TerraformFake;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A team. Another team and the organization have members too. */
final class TerraformTeamPlace extends TerraformPlace {
    TerraformTeamPlace() {
        super("terraform-team");
    }

    @Override
    void seed(Path folder, List<String> members, List<String> coming) {
        fake.introduce(coming);
        fake.join(TerraformFake.TEAM, members);
        fake.joinServices(TerraformFake.TEAM, 2);
        fake.join(TerraformFake.EVERYONE, FaultPlaces.OTHERS);
        fake.join(TerraformFake.OWNERS, FaultPlaces.OTHERS);
    }

    @Override
    String entry(String address) {
        return "{ team: " + TerraformFake.TEAM + ", " + account(address) + " }";
    }

    @Override
    Set<String> members(Path folder) {
        return fake.members(TerraformFake.TEAM);
    }

    @Override
    String untouchable(Path folder) {
        return super.untouchable(folder) + " " + fake.people() + " " + fake.members(TerraformFake.EVERYONE);
    }
}
