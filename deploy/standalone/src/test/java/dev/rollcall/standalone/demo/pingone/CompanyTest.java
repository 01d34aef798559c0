package dev.rollcall.standalone.demo.pingone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.standalone.demo.pingone.Company.Roll;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompanyTest {

    private static final Roll NOBODY = new Roll(0, List.of(), List.of());

    @Test
    void isTheSameEveryTimeAndHasNoTwoOfAName() {
        Company one = grown(NOBODY);
        Company other = grown(NOBODY);

        assertThat(one.employees()).isEqualTo(other.employees()).hasSize(500);
        assertThat(one.employees()).extracting(Employee::userName).doesNotHaveDuplicates();
        assertThat(one.teams()).isEqualTo(other.teams()).hasSize(100);
    }

    @Test
    void forgetsTheDeletedOnlyWhenTheServerWasTold() {
        Company company = grown(NOBODY);
        company.disable(10);
        List<Employee> deleted = company.delete(3);

        assertThat(company.employees()).hasSize(500);
        deleted.forEach(employee -> company.link(employee.number(), null));
        assertThat(company.employees()).hasSize(497);
        assertThat(company.teams())
                .noneMatch(
                        team -> deleted.stream().anyMatch(gone -> team.members().contains(gone.number())));
    }

    @Test
    void goesOnWhereItWasAndHiresForThoseWhoLeft() {
        Company before = grown(NOBODY);
        before.disable(5);
        before.delete(5).forEach(employee -> before.link(employee.number(), null));

        Company after = grown(before.roll(1));

        assertThat(after.employees()).hasSize(500).containsAll(before.employees());
        assertThat(after.employees()).extracting(Employee::userName).doesNotHaveDuplicates();
    }

    private static Company grown(Roll roll) {
        Company company = new Company(roll);
        company.grow(500, 100);
        return company;
    }
}
