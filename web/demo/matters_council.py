"""What came before the full Council, year by year."""

# ruff: noqa: E501 - a sentence is easier to read and to change on one line

from __future__ import annotations

from web.demo.matter import Matter, Task, agreed, deferred, lost, noted, procedural

COUNCIL: tuple[Matter, ...] = (
    Matter(
        "council", 2021, "climate", "Motion: Sewage in the Estuary",
        "Councillor Catterall will move: This Council notes the spills of last summer; believes that the estuary is worth more than its fines; and resolves to summon the water company.",
        ("Councillor Catterall held up a jar of water drawn from the slipway that morning.",
         "Forty-one spills had been reported between June and September, six of them on days when children were swimming."),
        (agreed("the water company be summoned to a public meeting"),
         Task("the Chief Executive", "write to the regulator", "before the bathing season")),
        ("said that the oyster beds had been closed for the first time since her grandfather's day.",), thread="sewage", long=True,
    ),
    Matter(
        "council", 2021, "constitution", "Members' Allowances: Report of the Independent Panel",
        "To consider what the independent panel advises.",
        ("The panel advised a rise of two per cent and a new allowance for the care of dependants.",),
        (lost("that allowances be frozen for four years"), agreed("the allowance for the care of dependants be brought in")),
        thread="allowances",
    ),
    Matter(
        "council", 2021, "policy", "Coastal Change Management Area",
        "To adopt the map of land that may be lost to the sea by the year 2105.",
        ("Eleven houses on the cliff at Sallowby stood inside the first line.",),
        (agreed("the coastal change management area be adopted"), noted("the distress of those whose homes lie within it")),
    ),
    Matter(
        "council", 2021, "health", "Public Health: Vaccination Boat for the Islands",
        "To thank those who took part and to hear what was learned.",
        ("The boat had called at nine landings and carried 2,206 doses.",),
        (noted("the report on the vaccination boat"), agreed("the freedom of the borough be conferred upon its crew")),
    ),
    Matter(
        "council", 2022, "transport", "Motion: Twenty Miles an Hour through the Villages",
        "Councillor Farrow will move that the speed limit be twenty miles an hour in every village on the causeway.",
        ("Councillor Farrow said that the causeway villages had lost two pets and very nearly a postman.",),
        (lost("that the speed limit be twenty miles an hour in every village on the causeway"),),
        thread="twenty", long=True,
    ),
    Matter(
        "council", 2022, "elections", "Review of Polling Places",
        "To approve the polling places for the next elections.",
        ("Two school halls had been replaced so that lessons could go on.",),
        (agreed("the polling places be approved as listed"), Task("the Monitoring Officer", "write to the households whose polling place has changed", "by the end of March")),
    ),
    Matter(
        "council", 2022, "housing", "Rents and Service Charges for Council Homes",
        "To set the rents of council homes for the coming year.",
        ("The government's formula allowed a rise of 4.1 per cent. The tenants' panel asked for less.",),
        (agreed("rents be raised by 3.1 per cent"), agreed("the charge for door entry phones be ended")),
    ),
    Matter(
        "council", 2022, "devolution", "Motion: A Combined Authority for the Estuary",
        "Councillor Stannard will move that talks be opened on a combined authority.",
        ("Four councils share the estuary and none of them runs a bus.",),
        (agreed("talks be opened with the neighbouring councils on a combined authority"),),
        thread="reorganisation",
    ),
    Matter(
        "council", 2023, "pensions", "Pension Board: Annual Report",
        "To receive the annual report of the pension board.",
        ("The board had met four times and had found every payment made on the right day.",),
        (noted("the annual report of the pension board"),), thread="pensions",
    ),
    Matter(
        "council", 2023, "waste", "Petition: Bring Back the Bring Banks",
        "To debate a petition of 3,117 names.",
        ("The petition was presented by Mrs Odette Fairlamb of Wexcombe, aged ninety-one.",),
        (agreed("bottle banks be put back at three car parks for a trial of one year"),
         Task("the Head of Streets", "report on what was collected", "at the end of the trial")),
        thread="waste",
    ),
    Matter(
        "council", 2023, "constitution", "Code of Conduct: Changes after a Hearing",
        "To adopt changes to the code of conduct.",
        ("The standards panel had heard four complaints, of which one was upheld.",),
        (agreed("the code of conduct be changed as set out in the appendix"), noted("the standards panel's annual letter")),
    ),
    Matter(
        "council", 2023, "safety", "Motion: Neighbourhood Policing on the Quays",
        "Councillor Hurrell will move that the commissioner be asked for a standing patrol on the quays.",
        ("Shopkeepers had begun to keep a diary of their own.",),
        (agreed("the commissioner be asked for a standing patrol on the quays from Easter to October"),
         lost("that the council hire guards of its own")),
        thread="quays",
    ),
    Matter(
        "council", 2024, "transport", "Petition: Keep the Harbour Bridge Open",
        "To debate a petition against the closing of the harbour bridge during the strengthening works.",
        ("The petition held 5,020 names, more than voted in three of the wards.",
         "The Harbour Engineer told members that half a bridge could not be mended at a time."),
        (agreed("the works on the harbour bridge go forward"), agreed("a free ferry run every twenty minutes while the bridge is closed"),
         lost("that the harbour bridge stay open to buses")),
        thread="bridge", long=True,
    ),
    Matter(
        "council", 2024, "workforce", "Appointment of the Chief Executive",
        "To confirm an appointment.",
        ("The appointments panel had seen four candidates over two days.",),
        (agreed("Dr Marisol Quennell be appointed chief executive and head of paid service"),),
    ),
    Matter(
        "council", 2024, "schools", "Motion: Breakfast in Every Primary School",
        "Councillor Mbatha will move that breakfast be offered in every primary school.",
        ("Seven schools already offered breakfast, paid for by a charity whose grant was ending.",),
        (agreed("breakfast be offered in every primary school for one year"), deferred("the question of charging", "the budget meeting")),
    ),
    Matter(
        "council", 2024, "climate", "Flood Defence Levy and the Internal Drainage Board",
        "To agree the levy for keeping the sluices and the drains.",
        ("The levy would rise by a seventh because of the price of electricity for the pumps.",),
        (agreed("the levy of the drainage board be paid"), noted("the state of the sluices")), thread="flood",
    ),
    Matter(
        "council", 2024, "licensing", "Statement of Licensing Policy",
        "To adopt the statement of licensing policy for five years.",
        ("The statement names four streets in which another late licence would be hard to get.",),
        (agreed("the statement of licensing policy be adopted"),),
    ),
    Matter(
        "council", 2025, "devolution", "Local Government Reorganisation: Debate",
        "To debate the minister's invitation before the Cabinet replies to it.",
        ("The Leader said that Saltmarsh had been abolished twice before and had come back both times.",),
        (agreed("the Cabinet be told that the council prefers two councils divided by the river"),
         lost("that the minister's invitation be declined")),
        thread="reorganisation", long=True,
    ),
    Matter(
        "council", 2025, "treasury", "Investment in the Pier Company",
        "To decide whether the council should sell its shares in the pier.",
        ("The shares had paid nothing since the bandstand fell into the sea.",),
        (agreed("the council's shares in the pier company be sold"),),
    ),
    Matter(
        "council", 2025, "social", "Corporate Parenting: Annual Report",
        "To receive the annual report of the corporate parenting panel.",
        ("Two care leavers read the report aloud, since it was about them.",),
        (noted("the annual report of the corporate parenting panel"), agreed("every member spend a day with the leaving care team")),
        thread="fostering",
    ),
    Matter(
        "council", 2025, "fire", "Fire Authority: Questions to the Council's Representatives",
        "To question the members who sit on the fire authority.",
        ("The station at Tarnsea would keep its second engine for as long as the harbour bridge was closed.",),
        (noted("the answers given"),),
    ),
    Matter(
        "council", 2026, "culture", "Motion: The Museum of the Drowned Village",
        "Councillor Kemble will move that the museum be free to children.",
        ("The museum had 31,000 visitors and one lavatory.",),
        (agreed("the museum be free to children"), agreed("a second lavatory be built from the tourism fund")),
    ),
    Matter(
        "council", 2026, "elections", "Election of the Mayor and of the Deputy Mayor",
        "To elect the Mayor for the municipal year.",
        ("Councillor Garrity was nominated by all four groups.",),
        (procedural("Councillor Wilfred Garrity be elected Mayor"), procedural("Councillor Yasmin Farrow be elected Deputy Mayor")),
    ),
    Matter(
        "council", 2026, "transport", "Motion: Bus Services to the Islands' Ferry",
        "Councillor Annakin will move that the council run the ferry bus itself.",
        ("The last operator had given seven weeks' notice and kept to five of them.",),
        (lost("that the council buy four buses"), agreed("the ferry bus be tendered with evening journeys until eleven")),
        thread="ferry bus", long=True,
    ),
    Matter(
        "council", 2026, "audit", "Report of the External Auditor in the Public Interest",
        "To consider the auditor's report, which the law requires to be heard by the full Council.",
        ("The auditor found that the accounts of two years had been late and that one reconciliation had been done from memory.",),
        (agreed("the auditor's four recommendations be accepted"), Task("the Head of Finance", "report on each recommendation", "every quarter")),
    ),
)  # fmt: skip
