-- What the price of a lease's risk is made from; the defaults are to be replaced by the company's own experience.

CREATE TABLE IF NOT EXISTS `pricing_parameters` (
    `name` {STR 64} NOT NULL PRIMARY KEY,
    `value` {STR 64} NOT NULL
) {TABLE};

INSERT INTO `pricing_parameters` (`name`, `value`) VALUES
    ('pd_aaa', '0.0003'), ('pd_aa', '0.0006'), ('pd_a', '0.0015'), ('pd_bbb', '0.0040'), ('pd_bb', '0.0150'),
    ('pd_b', '0.0600'), ('pd_ccc', '0.2000'), ('pd_unrated', '0.0300'),
    ('hurdle_rate', '0.1200'), ('operating_cost_upfront', '0.00'), ('operating_cost_yearly', '0.0040'),
    ('lgd_floor', '0.1000'), ('forced_sale_haircut', '0.2500'), ('selling_cost', '0.0500'), ('months_to_sale', '6');
