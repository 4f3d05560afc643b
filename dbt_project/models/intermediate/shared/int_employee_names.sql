select
    lower(employees.email) as email,
    min(employees.employee_name) as employee_name
from {{ ref('core_employee') }} as employees
where employees.email is not null
group by lower(employees.email)
